import Domain
import Testing
import Web

/// What is said after a step is the sentence of that very step.
@Suite struct DoneSentencesTests {
  private static var steps: [String] {
    Problem.Event.allCases.map { "problem_" + $0.rawValue }
      + ["schedule", "unschedule", "extend"].map { "problem_" + $0 }
      + IssuingDocument.Event.allCases.map { "document_" + $0.rawValue }
      + DocumentOrder.Act.allCases.map { "document_" + $0.rawValue }
      + Milestone.Event.allCases.filter { $0 != .submit }.map { "milestone_" + $0.rawValue }
      + ["add", "change", "remove", "handed_in"].map { "milestone_" + $0 }
      + Engagement.Event.allCases.map { "engagement_" + $0.rawValue }
      + ["question_answered", "question_declined", "engagement_made"]
  }

  @Test(arguments: Language.allCases) func everyStepHasItsOwn(_ language: Language) throws {
    let messages = try Messages()
    var told: [String: String] = [:]
    for step in Self.steps {
      let key = "done." + step
      let sentence = messages(key, language)
      #expect(sentence != key, "\(key)")
      #expect(told[sentence] == nil, "\(step) says the same as \(told[sentence] ?? "")")
      told[sentence] = step
    }
  }
}
