import Domain
package import HTTP
import Matching

extension Site {
  /// The whole URL table.
  package var routes: [Route] {
    [
      probes,
      accounts,
      sessions,
      organisations,
      registrations,
      memberships,
      problems,
      problemLife,
      questions,
      documents,
      proposals,
      matching,
      outcomes,
      lexicon,
      funds,
      introductions,
      programmes,
      notifications,
      files,
      reviews,
      engagements,
      privacy,
      reports,
    ].flatMap { $0 }.map(guarded)
  }

  private var probes: [Route] {
    [
      Route(.GET, "/healthz", live),
      Route(.GET, "/readyz", ready),
      Route(.GET, "/metrics") { _, _ in metrics.response },
      Route(.GET, "/openapi.json", OpenAPI.show),
      Route(.GET, "/api/v1/openapi.json", OpenAPI.show),
      Route(.GET, "/api/v1/codes", call(listCodes)),
    ]
  }

  private var organisations: [Route] {
    let base = "/api/v1/organisations"
    return [
      Route(.GET, base, call(listOrganisations)),
      Route(.POST, base, call(createOrganisation)),
      Route(.GET, base + "/queue", call(listWaitingOrganisations)),
      Route(.GET, base + "/{id}", call(showOrganisation)),
      Route(.PATCH, base + "/{id}", call(updateOrganisation)),
      Route(.GET, base + "/{id}/problem-matches", call(problemMatches)),
      Route(.GET, base + "/{id}/fund-matches", call(mandateMatches(.fund))),
      Route(.GET, base + "/{id}/programme-matches", call(mandateMatches(.programme))),
      Route(.GET, base + "/{id}/mentor-matches", call(mandateMatches(.mentor))),
      Route(.GET, base + "/{id}/startup-matches", call(startupMatches)),
    ]
      + Organisation.Event.allCases.map { event in
        Route(.POST, base + "/{id}/\(event.pathSegment)", call(moveOrganisation(event)))
      }
  }

  private var registrations: [Route] {
    let base = "/api/v1/organisations/{id}"
    return [
      Route(.POST, base + "/revision/accept", call(decideRevision(isAccepted: true))),
      Route(.POST, base + "/revision/refuse", call(decideRevision(isAccepted: false))),
      Route(.DELETE, base + "/revision", call(withdrawRevision)),
      Route(.POST, base + "/confirm", call(confirmOrganisation)),
      Route(.POST, base + "/recognise", call(recogniseClass)),
      Route(.POST, base + "/merge", call(mergeOrganisation)),
    ]
  }

  private var memberships: [Route] {
    let (base, claims) = ("/api/v1/organisations/{id}", "/api/v1/claims")
    return [
      Route(.GET, base + "/members", call(listMembers)),
      Route(.PATCH, base + "/members/{account}", call(changeMember)),
      Route(.DELETE, base + "/members/{account}", call(endMembership)),
      Route(.GET, base + "/invitations", call(listInvitations)),
      Route(.POST, base + "/invitations", call(invite)),
      Route(.DELETE, base + "/invitations/{invitation}", call(withdrawInvitation)),
      Route(.POST, "/api/v1/invitations/accept", call(acceptInvitation)),
      Route(.POST, base + "/claims", call(createClaim)),
      Route(.GET, claims, call(listClaims)),
      Route(.GET, claims + "/{id}", call(showClaim)),
    ]
      + Claim.Event.allCases.map { event in
        Route(.POST, claims + "/{id}/\(event.pathSegment)", call(moveClaim(event)))
      }
  }

  private var problems: [Route] {
    let base = "/api/v1/problems"
    return [
      Route(.GET, base, call(listProblems)),
      Route(.POST, base, call(createProblem)),
      Route(.GET, base + "/{id}", call(showProblem)),
      Route(.PATCH, base + "/{id}", call(updateProblem)),
      Route(.GET, base + "/{id}/matches", call(matchesOfProblem)),
    ]
      + Problem.Event.allCases.map { event in
        Route(.POST, base + "/{id}/\(event.pathSegment)", call(moveProblem(event)))
      }
  }

  /// Confidential, all of them: how many proposals there are and when they came is sealed too.
  private var proposals: [Route] {
    let base = "/api/v1/proposals"
    let attachments = base + "/{id}/attachments"
    let own = [
      Route(.GET, base, isConfidential: true, call(listProposals)),
      Route(.POST, base, isConfidential: true, call(createProposal)),
      Route(.GET, base + "/{id}", isConfidential: true, call(showProposal)),
      Route(.PATCH, base + "/{id}", isConfidential: true, call(updateProposal)),
      Route(.GET, base + "/{id}/receipt", isConfidential: true, call(showReceipt)),
      Route(.GET, attachments, isConfidential: true, call(listAttachments)),
      Route(.POST, attachments, isConfidential: true, call(addAttachment)),
      Route(.DELETE, attachments + "/{file}", isConfidential: true, call(removeAttachment)),
      Route(
        .POST, base + "/{id}/confirm", isConfidential: true, call(answerPartnership(.confirm))),
      Route(
        .POST, base + "/{id}/refuse-partnership", isConfidential: true,
        call(answerPartnership(.refuse))),
    ]
    return own
      + Proposal.Event.allCases.map { event in
        Route(
          .POST, base + "/{id}/\(event.pathSegment)", isConfidential: true,
          call(moveProposal(event)))
      } + openings
  }

  private var openings: [Route] {
    [
      Route(.POST, "/api/v1/problems/{id}/open", call(openProposals)),
      Route(.GET, "/api/v1/problems/{id}/opening", call(showOpening)),
    ]
  }

  private var files: [Route] {
    let base = "/api/v1/files"
    return [
      Route(.POST, base, isConfidential: true, call(takesFile: true, createFile)),
      Route(.GET, base + "/{id}", isConfidential: true, call(showFile)),
      Route(.GET, base + "/{id}/content", isConfidential: true, call(showFileContent)),
      Route(.DELETE, base + "/{id}", isConfidential: true, call(removeFile)),
    ]
  }

  private var outcomes: [Route] {
    [
      Route(.GET, "/api/v1/problems/{id}/outcomes", call(outcomesOfProblem)),
      Route(.POST, "/api/v1/problems/{id}/outcomes", call(recordOutcome)),
      Route(.GET, "/api/v1/outcomes", call(listOutcomes)),
      Route(.GET, "/api/v1/weights", call(listWeights)),
      Route(.POST, "/api/v1/weights", call(setWeights)),
    ]
  }

  private var lexicon: [Route] {
    let base = "/api/v1/lexicon"
    return [
      Route(.GET, base, call(listConcepts)),
      Route(.POST, base, call(addConcept)),
      Route(.GET, base + ".jsonl", call(exportLexicon)),
      Route(.GET, base + "/{id}", call(showConcept)),
      Route(.PATCH, base + "/{id}", call(updateConcept)),
      Route(.DELETE, base + "/{id}", call(removeConcept)),
    ]
  }

  private var notifications: [Route] {
    let base = "/api/v1/notifications"
    return [
      Route(.GET, base, call(listNotifications)),
      Route(.POST, base + "/read-all", call(readAllNotifications)),
      Route(.POST, base + "/{id}/read", call(readNotification)),
      Route(.GET, "/api/v1/me/notification-settings", call(showNotificationSettings)),
      Route(.PATCH, "/api/v1/me/notification-settings", call(updateNotificationSettings)),
      Route(.GET, "/unsubscribe", call(showUnsubscribe)),
      Route(.POST, "/unsubscribe", unsubscribe),
    ]
  }

  private var funds: [Route] {
    let (base, searches) = ("/api/v1/funds/{id}", "/api/v1/saved-searches")
    return [
      Route(.GET, "/api/v1/fund-rules", call(listFundRules)),
      Route(.GET, base + "/investments", call(listInvestments)),
      Route(.POST, base + "/investments", call(createInvestment)),
      Route(.GET, base + "/investments/{investment}", call(showInvestment)),
      Route(.PATCH, base + "/investments/{investment}", call(updateInvestment)),
      Route(.GET, base + "/watch", call(listWatched)),
      Route(.GET, base + "/watch/{organisation}", call(showWatched)),
      Route(.PUT, base + "/watch/{organisation}", call(startWatching)),
      Route(.DELETE, base + "/watch/{organisation}", call(stopWatching)),
      Route(.GET, searches, call(listSavedSearches)),
      Route(.POST, searches, call(createSavedSearch)),
      Route(.GET, searches + "/{id}", call(showSavedSearch)),
      Route(.PATCH, searches + "/{id}", call(updateSavedSearch)),
      Route(.DELETE, searches + "/{id}", call(removeSavedSearch)),
    ]
  }

  private var introductions: [Route] {
    let base = "/api/v1/introductions"
    return [
      Route(.GET, base, call(listIntroductions)),
      Route(.POST, base, call(createIntroduction)),
      Route(.GET, base + "/{id}", call(showIntroduction)),
      Route(.POST, base + "/{id}/accept", call(moveIntroduction(.accept))),
      Route(.POST, base + "/{id}/refuse", call(moveIntroduction(.refuse))),
      Route(.POST, base + "/{id}/withdraw", call(moveIntroduction(.withdraw))),
      Route(.POST, base + "/{id}/outcomes", call(recordIntroductionOutcome)),
    ]
  }

  private var programmes: [Route] {
    let (cohorts, applications) = ("/api/v1/cohorts", "/api/v1/applications")
    let requests = "/api/v1/mentor-requests"
    return [
      Route(.GET, cohorts, call(listCohorts)),
      Route(.POST, cohorts, call(createCohort)),
      Route(.GET, cohorts + "/{id}", call(showCohort)),
      Route(.PATCH, cohorts + "/{id}", call(updateCohort)),
      Route(.GET, applications, call(listApplications)),
      Route(.POST, applications, call(createApplication)),
      Route(.GET, applications + "/{id}", call(showApplication)),
      Route(.PATCH, applications + "/{id}", call(updateApplication)),
      Route(.GET, requests, call(listMentorRequests)),
      Route(.POST, requests, call(createMentorRequest)),
      Route(.GET, requests + "/{id}", call(showMentorRequest)),
      Route(.POST, requests + "/{id}/feedback", call(recordMentorFeedback)),
    ]
      + Cohort.Event.allCases.map { event in
        Route(.POST, cohorts + "/{id}/\(event.pathSegment)", call(moveCohort(event)))
      }
      + Application.Event.allCases.map { event in
        Route(.POST, applications + "/{id}/\(event.pathSegment)", call(moveApplication(event)))
      }
      + MentorRequest.Event.allCases.map { event in
        Route(.POST, requests + "/{id}/\(event.pathSegment)", call(moveMentorRequest(event)))
      }
  }

  private var problemLife: [Route] {
    let base = "/api/v1/problems/{id}"
    return [
      Route(.POST, base + "/amend", call(amendProblem)),
      Route(.POST, base + "/extend", call(extendProblem)),
      Route(.POST, base + "/schedule", call(scheduleProblem)),
      Route(.DELETE, base + "/schedule", call(unscheduleProblem)),
      Route(.GET, base + "/versions", call(listProblemVersions)),
      Route(.GET, base + "/versions/{number}", call(showProblemVersion)),
      Route(.GET, base + "/history", call(listProblemHistory)),
      Route(.GET, base + "/follow", call(showFollowing)),
      Route(.POST, base + "/follow", call(followProblem)),
      Route(.DELETE, base + "/follow", call(unfollowProblem)),
    ]
  }

  private var questions: [Route] {
    let base = "/api/v1/questions"
    return [
      Route(.GET, "/api/v1/problems/{id}/questions", call(listAnswers)),
      Route(.POST, "/api/v1/problems/{id}/questions", call(askQuestion)),
      Route(.GET, base, call(listQuestions)),
      Route(.GET, base + "/{id}", call(showQuestion)),
      Route(.POST, base + "/{id}/answer", call(answerQuestion)),
      Route(.POST, base + "/{id}/decline", call(moveQuestion(.decline))),
      Route(.POST, base + "/{id}/withdraw", call(moveQuestion(.withdraw))),
    ]
  }

  private var documents: [Route] {
    let base = "/api/v1/documents"
    return [
      Route(.GET, base, call(listDocuments)),
      Route(.POST, base, call(createDocument)),
      Route(.GET, base + "/{id}", call(showDocument)),
      Route(.PATCH, base + "/{id}", call(updateDocument)),
      Route(.POST, base + "/{id}/issue", call(issueDocument)),
      Route(.POST, base + "/{id}/supersede", call(supersedeDocument)),
      Route(.GET, base + "/{id}/acts", call(listDocumentActs)),
      Route(.POST, base + "/{id}/acts", call(carryOutDocument)),
    ]
  }

  private var accounts: [Route] {
    let (base, me) = ("/api/v1/accounts", "/api/v1/me")
    return [
      Route(.POST, base, call(.open, register)),
      Route(.GET, base, call(listAccounts)),
      Route(.POST, base + "/confirm", call(.open, confirmAccount)),
      Route(.GET, base + "/{id}", call(showAccount)),
      Route(.PATCH, base + "/{id}", call(changeAccount)),
      Route(.POST, "/api/v1/password-resets", call(.open, requestPasswordReset)),
      Route(.POST, "/api/v1/password-resets/complete", call(.open, completePasswordReset)),
      Route(.GET, me, call(showMe)),
      Route(.PATCH, me, call(updateMe)),
      Route(.POST, me + "/second-factor", call(enrolSecondFactor)),
      Route(.POST, me + "/second-factor/confirm", call(confirmSecondFactor)),
      Route(.POST, me + "/second-factor/remove", call(removeSecondFactor)),
      Route(.GET, "/api/v1/tokens", call(listTokens)),
      Route(.POST, "/api/v1/tokens", call(createToken)),
      Route(.DELETE, "/api/v1/tokens/{id}", call(revokeToken)),
    ]
  }

  private var sessions: [Route] {
    let base = "/api/v1/sessions"
    return [
      Route(.POST, base, call(.open, signIn)),
      Route(.POST, base + "/code", call(.open, finishSignIn)),
      Route(.GET, base, call(listSessions)),
      Route(.DELETE, base, call(endOtherSessions)),
      Route(.DELETE, base + "/{id}", call(endSession)),
      Route(.GET, "/login/oidc", call(.open, beginOpenID)),
      Route(.GET, "/login/oidc/callback", call(.open, finishOpenID)),
    ]
  }

  private var matching: [Route] {
    [
      Route(.POST, "/api/v1/match", call(.reads, matchUnstored)),
      Route(.GET, "/api/v1/funds/{id}/startup-matches", call(fundStartupMatches)),
      Route(.GET, "/api/v1/search", call(search)),
    ]
  }
}

extension Code {
  /// The code as it stands in a path.
  var pathSegment: String {
    String(rawValue.map { $0 == "_" ? "-" : $0 })
  }
}
