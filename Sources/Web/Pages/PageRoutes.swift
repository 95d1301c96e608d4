package import HTTP

extension Site {
  /// The table of the pages, beside that of the API.
  package var pages: [Route] {
    [
      Route(.GET, "/", page(showHome)),
      Route(.GET, "/language", page(chooseLanguage)),
      Route(.GET, "/static/{name}", showStatic),
      Route(.GET, "/problems", page(listProblems)),
      Route(.GET, "/problems/{id}", page(showProblem)),
      Route(.GET, "/problems/{id}/matches", page(showProblemMatches)),
    ] + registerPages + placePages + statisticsPages + aboutPages + accountAreaPages
      + memberAreaPages + supporterPages + adminPages + deskAreaPages
  }

  /// Everybody's account.
  private var accountAreaPages: [Route] {
    registrationPages + loginPages + accountPages + notificationPages + noticeTargetPages
  }

  /// What members of funds and incubators do.
  private var supporterPages: [Route] {
    fundMandatePages + fundStartupPages + fundPortfolioPages + incubatorProgrammePages
      + incubatorCohortPages + incubatorMentorPages
  }

  /// What administrators do.
  private var adminPages: [Route] {
    adminAccountPages + adminTokenPages + adminWeightsPages + adminLexiconPages + adminJobPages
  }

  /// What members of organisations do.
  private var memberAreaPages: [Route] {
    myPages + myOrganisationPages + myMatchPages + problemMemberPages + myProposalPages
      + myFilePages + myIntroductionPages + myApplicationPages + myMentorPages + mySearchPages
      + myMemberPages + myEngagementPages
  }
}
