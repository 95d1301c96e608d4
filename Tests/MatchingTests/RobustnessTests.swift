import Domain
import Matching
import Testing

/// Claims, copies and repetitions gain nothing.
///
/// Measured on the register of the demonstration: 90 firms, so that a rank is as easily gained as
/// in a small province.
struct RobustnessTests {
  private static let problems = Array(DemoRegister.problems.prefix(2))
  private static let id = "stranger"

  /// A text that is made to be found and tells of no capability.
  enum Stuffing: CaseIterable {
    case everyLabel, everyForm, everyLabelWithoutCommas, everyCode
    case everyProblem, everyProblemShuffled, everyWordOnce
    case problem, problemSentencesShuffled, problemWordsShuffled, fifthWordChanged
    case fourthWordChanged

    func text(for statement: ProblemStatement) -> String {
      var random = Seeded(seed: 7)
      let own = DemoRegister.text(of: statement)
      let all = DemoRegister.problems.map(DemoRegister.text).joined(separator: " ")
      let concepts = DemoRegister.lexicon.concepts.shuffled(using: &random)
      let text =
        switch self {
        case .everyLabel: concepts.map(\.label.vi).joined(separator: ", ")
        case .everyForm: concepts.flatMap { $0.vi + $0.en }.joined(separator: ", ")
        case .everyLabelWithoutCommas: concepts.map(\.label.vi).joined(separator: " ")
        case .everyCode:
          "AI, IoT, Big Data, Blockchain, Cloud, 5G, UAV, GIS, viễn thám, chuyển đổi số. Giải pháp "
            + "nông nghiệp, y tế, giáo dục, giao thông, năng lượng, du lịch, an ninh, môi trường."
        case .everyProblem: all
        case .everyProblemShuffled: words(all).shuffled(using: &random).joined(separator: " ")
        case .everyWordOnce:
          Set(words(all)).sorted().shuffled(using: &random).joined(separator: " ")
        case .problem: own
        case .problemSentencesShuffled:
          own.split(separator: ". ").shuffled(using: &random).joined(separator: ". ")
        case .problemWordsShuffled: words(own).shuffled(using: &random).joined(separator: " ")
        case .fifthWordChanged: RobustnessTests.changed(own, every: 5)
        case .fourthWordChanged: RobustnessTests.changed(own, every: 4)
        }
      return String(text.prefix(8000))
    }
  }

  private static func words(_ text: String) -> [String] {
    text.split(whereSeparator: \.isWhitespace).map(String.init)
  }

  /// The text with every so many words replaced by words of other firms.
  private static func changed(_ text: String, every step: Int) -> String {
    var random = Seeded(seed: 11)
    let others = DemoRegister.firms.flatMap { words($0.profile.description ?? "") }
      .shuffled(using: &random)
    return words(text).enumerated().map { place, word in
      place % step == step - 1 ? others[place % others.count] : word
    }.joined(separator: " ")
  }

  /// The place of a firm with that text among those found for a problem, from 1.
  private func rank(
    _ text: String, for statement: ProblemStatement,
    _ change: (inout OrganisationProfile) -> Void = { _ in }
  ) -> Int {
    let firm = Samples.organisation(Self.id, Samples.profile("Sao Mai", text, change))
    let ranking = DemoRegister.ranking(
      statement, in: DemoRegister.snapshot.applying([.organisation(firm)]))
    return (ranking.firstIndex(of: Self.id) ?? ranking.count) + 1
  }

  @Test(arguments: Stuffing.allCases)
  func aStuffedProfileIsNeverAmongTheFirstTen(_ stuffing: Stuffing) {
    for statement in Self.problems {
      let text = stuffing.text(for: statement)
      #expect(rank(text, for: statement) > 10, "\(statement.title)")
      let boastful = rank(text, for: statement) {
        $0.fields = Field.allCases
        $0.technologies = Technology.allCases
        $0.trl = 9
      }
      #expect(boastful > 10, "\(statement.title)")
    }
  }

  @Test(arguments: [10, 50])
  func sayingAPhraseManyTimesIsWorthNoMoreThanOnce(_ times: Int) {
    for statement in Self.problems {
      let phrase = statement.title.split(separator: " ").suffix(5).joined(separator: " ")
      let once = rank(phrase, for: statement)
      let many = Array(repeating: phrase, count: times).joined(separator: " ")
      #expect(rank(many, for: statement) >= once - 1)
      func rankOfProducts(_ times: Int) -> Int {
        rank("Công ty công nghệ.", for: statement) {
          $0.products = Array(repeating: phrase, count: times)
        }
      }
      #expect(rankOfProducts(times) >= rankOfProducts(1) - 1)
    }
  }

  /// What a firm might add to an honest profile, and how many places that may gain or cost it.
  enum Addition: CaseIterable {
    case itself, itselfManyTimes, problem, problemSentencesShuffled, fifthWordChanged
    case everyLabel, everyProblemShuffled, everyCode

    var most: (gain: Int, loss: Int) {
      switch self {
      case .itself, .itselfManyTimes: (1, 1)
      case .problem, .problemSentencesShuffled: (4, 4)
      case .everyLabel: (4, 20)
      // A copy that was changed here and there is found in part by the firm's own good sentences.
      case .fifthWordChanged: (4, 90)
      case .everyProblemShuffled, .everyCode: (2, 90)
      }
    }

    func add(to profile: inout OrganisationProfile, for statement: ProblemStatement) {
      let own = profile.description ?? ""
      switch self {
      case .itself: profile.description = own + " " + own
      case .itselfManyTimes:
        profile.description = Array(repeating: own, count: 30).joined(separator: " ")
      case .problem: append(.problem)
      case .problemSentencesShuffled: append(.problemSentencesShuffled)
      case .fifthWordChanged: append(.fifthWordChanged)
      case .everyLabel: append(.everyLabel)
      case .everyProblemShuffled: append(.everyProblemShuffled)
      case .everyCode:
        profile.fields = Field.allCases
        profile.technologies = Technology.allCases
      }
      func append(_ stuffing: Stuffing) {
        profile.description = own + " " + stuffing.text(for: statement)
      }
    }
  }

  @Test(arguments: Addition.allCases)
  func additionsChangeTheRankLittle(_ addition: Addition) throws {
    for statement in Self.problems.prefix(2) {
      let before = DemoRegister.ranking(statement)
      for place in [0, 2, 5, 9, 15, 25] where place < before.count {
        let firm = try #require(DemoRegister.firms.first { $0.id.text == before[place] })
        // A text without marks that quotes one with marks is another matter.
        guard firm.profile.description?.contains("ệ") == true else { continue }
        var profile = firm.profile
        addition.add(to: &profile, for: statement)
        let after = DemoRegister.ranking(
          statement,
          in: DemoRegister.snapshot.applying([
            .organisation(Samples.organisation(firm.id.text, profile))
          ]))
        let now = after.firstIndex(of: firm.id.text) ?? after.count
        #expect(now >= place - addition.most.gain, "\(firm.profile.name): \(statement.title)")
        #expect(now <= place + addition.most.loss, "\(firm.profile.name): \(statement.title)")
      }
    }
  }

  @Test func oneGoodSentenceRanksWithLongTexts() throws {
    for statement in Self.problems {
      let best = try #require(DemoRegister.ranking(statement).first)
      let firm = try #require(DemoRegister.firms.first { $0.id.text == best })
      let sentences = (firm.profile.description ?? "").split(separator: ". ").map(String.init)
      let ranks = sentences.map { sentence in
        rank(sentence, for: statement) {
          $0.fields = firm.profile.fields
          $0.technologies = firm.profile.technologies
          $0.trl = firm.profile.trl
        }
      }
      #expect(try #require(ranks.min()) <= 10, "\(statement.title)")
    }
  }

  @Test func textsWithoutMarksKeepTheirOrderNearly() {
    let folded = DemoRegister.firms.map { firm in
      var profile = firm.profile
      profile.name = Folding.fold(profile.name)
      profile.description = profile.description.map(Folding.fold)
      profile.products = profile.products.map(Folding.fold)
      profile.pastProjects = profile.pastProjects.map { project in
        PastProject(title: Folding.fold(project.text))
      }
      return Samples.organisation(firm.id.text, profile)
    }
    let snapshot = DemoRegister.snapshot.applying(folded.map { .organisation($0) })
    var kept = 0
    for statement in Self.problems {
      let before = DemoRegister.ranking(statement).prefix(10)
      let after = DemoRegister.ranking(statement, in: snapshot)
      kept += Set(before).intersection(after.prefix(10)).count
      #expect(after.prefix(3).contains(before[0]), "\(statement.title)")
    }
    #expect(kept >= Self.problems.count * 7)
  }
}
