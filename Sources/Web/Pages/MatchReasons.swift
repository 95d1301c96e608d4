import Domain
import HTML
import Matching
import UseCases

/// One signal of a score, whichever kind of match it belongs to.
struct ScorePart: Sendable {
  /// What people read instead of the signal's code.
  let label: Bilingual
  /// What it adds to the score, 0 to `weight`.
  let contribution: Double
  /// The most that it can add, 0 to 1.
  let weight: Double

  /// A part of the whole, 0 to 1.
  init(_ label: Bilingual, _ share: Double) {
    self.label = label
    contribution = share
    weight = 1
  }

  /// A signal between a problem and an organisation.
  init(_ component: Component) {
    label = component.signal.label
    contribution = component.contribution
    weight = component.weight
  }

  /// A signal between a startup and a mandate.
  init(_ component: MandateComponent) {
    label = component.signal.label
    contribution = component.contribution
    weight = component.weight
  }
}

/// Phrases of two texts that mean the same.
struct Meeting: Sendable {
  /// A phrase in the text of one side.
  struct Phrase: Sendable {
    /// The whole text of the member that it stands in; the phrase alone where that is not at hand.
    let text: String
    /// Where in it, in Unicode scalars.
    let range: Range<Int>

    /// A phrase in its text; where the text is not at hand, the phrase alone.
    init(_ phrase: String, in text: String?, at range: Range<Int>) {
      let isWhole = text.map { range.upperBound <= $0.unicodeScalars.count } ?? false
      self.text = isWhole ? text ?? phrase : phrase
      self.range = isWhole ? range : 0..<phrase.unicodeScalars.count
    }
  }

  /// What this side says.
  let own: Phrase
  /// What the other side says.
  let other: Phrase
  /// The concept in which they meet, if they meet in one.
  let concept: Bilingual?
}

extension Visit {
  /// A score with its sentence.
  func scoreLine(_ score: Double, _ summary: Bilingual) -> Node {
    div(.class("score")) {
      strong(text: Figures.percent(score))
      gauge(score, of: 1, say("match.score"))
      p(text: language.pick(summary))
    }
  }

  /// How the numbers and words of a list between problems and organisations are read, in which the
  /// one side asks: why the other side's list has another number, and why words and order differ.
  func matchReading(_ side: String) -> Node {
    p(.class("help"), text: say("match.reading.\(side)") + " " + say("match.reading.words"))
  }

  /// The same for a list between startups and mandates, in which a pair has the same number whoever
  /// asks.
  var mandateReading: Node { p(.class("help"), text: say("match.reading.mandate")) }

  /// What each signal adds to a score, against the most that it can add; the numbers sum to the
  /// score as it is shown.
  func scoreBars(_ parts: [ScorePart], of score: Double) -> Node {
    let most = Shares.hundredths(
      of: parts.map(\.weight), in: Shares.hundredths(parts.map(\.weight).reduce(0, +)))
    let points = Shares.hundredths(
      of: parts.map(\.contribution), in: Shares.hundredths(score), most: most)
    return ul(.class("bars")) {
      for (index, part) in parts.enumerated() {
        li {
          span(text: language.pick(part.label))
          gauge(part.contribution, of: part.weight, language.pick(part.label))
          span(
            .class("number"),
            text: say(
              "match.points", ["points": String(points[index]), "most": String(most[index])]))
        }
      }
    }
  }

  private func gauge(_ value: Double, of most: Double, _ name: String) -> Node {
    Tag("meter")(
      .attribute("min", "0"), .attribute("max", Self.decimal(most)),
      .value(Self.decimal(value)), .aria("label", name))
  }

  /// A share with three decimals, as HTML writes numbers.
  private static func decimal(_ share: Double) -> String {
    let thousandths = Int((max(0, min(1, share)) * 1000).rounded())
    return thousandths == 1000 ? "1" : "0." + String(1000 + thousandths).dropFirst()
  }

  /// Where two texts meet, each phrase marked where it stands.
  func meetings(_ meetings: [Meeting], own: String, other: String) -> Node {
    guard !meetings.isEmpty else { return .nothing }
    return section(.class("meetings")) {
      h3(text: say("match.evidence"))
      ul {
        for meeting in meetings.prefix(Self.mostMeetings) {
          li {
            meeting.concept.map { strong(text: language.pick($0)) }
            div(.class("pair")) {
              p {
                span(.class("side"), text: own + " ")
                excerpt(meeting.own)
              }
              p {
                span(.class("side"), text: other + " ")
                excerpt(meeting.other)
              }
            }
          }
        }
      }
    }
  }

  /// More phrases would not be read.
  private static let mostMeetings = 5
  /// How many characters around a phrase are shown.
  private static let around = 60

  private func excerpt(_ phrase: Meeting.Phrase) -> Node {
    let scalars = Array(phrase.text.unicodeScalars)
    var start = max(0, phrase.range.lowerBound - Self.around)
    var end = min(scalars.count, phrase.range.upperBound + Self.around)
    // Words stay whole.
    while start > 0, start < phrase.range.lowerBound, scalars[start - 1] != " " { start += 1 }
    while end < scalars.count, end > phrase.range.upperBound, scalars[end] != " " { end -= 1 }
    var piece = String.UnicodeScalarView()
    piece.append(contentsOf: scalars[start..<end].map { $0 == "\n" ? " " : $0 })
    let text = String(piece)
    let range = phrase.range.lowerBound - start..<phrase.range.upperBound - start
    let contents: [Node] = [
      start > 0 ? "…" : .nothing, marked(text, [range]), end < scalars.count ? "…" : .nothing,
    ]
    return language == .vi ? .group(contents) : span(.lang("vi")) { contents }
  }

  /// What is not known and would make a match surer.
  func missing(_ missing: [Missing]) -> Node {
    guard !missing.isEmpty else { return .nothing }
    return section {
      h3(text: say("match.missing"))
      ul { for item in missing { li(text: language.pick(item.text)) } }
    }
  }

  /// What keeps something relevant out, in words.
  func barred(_ name: String, path: String?, _ reasons: [Bilingual]) -> Node {
    li {
      if let path { a(.href(path)) { text(name) } } else { text(name) }
      ul { for reason in reasons { li(text: language.pick(reason)) } }
    }
  }
}

extension OrganisationProfile {
  /// The text of a member that evidence names, such as `products/1`.
  func evidenceText(_ member: String) -> String? {
    let parts = member.split(separator: "/")
    let index = parts.count > 1 ? Int(parts[1]) : nil
    func element(_ list: [String]) -> String? {
      index.flatMap { list.indices.contains($0) ? list[$0] : nil }
    }
    switch parts.first {
    case "name": return name
    case "name_en": return nameEN
    case "description": return description
    case "products": return element(products)
    case "past_projects": return element(pastProjects.map(\.text))
    case "certificates": return element(certificates)
    case "thesis": return fund?.thesis
    default: return nil
    }
  }
}

extension ProblemStatement {
  /// The text of a member that evidence names.
  func evidenceText(_ member: String) -> String? {
    switch member {
    case "title": title
    case "description": description
    case "expected_result": expectedResult
    case "grounds": grounds
    default: nil
    }
  }
}

extension MandateRecord {
  /// What is matched: the programme, the mentor, or the organisation itself.
  var name: String { programme?.title ?? mentor?.title ?? organisation.profile.name }

  /// The text of a member of the mandate that evidence names.
  func evidenceText(_ member: String) -> String? {
    if let programme {
      return member == "title" ? programme.title : programme.description
    }
    if let mentor { return member == "title" ? mentor.title : mentor.expertise }
    return organisation.profile.evidenceText(member)
  }
}

extension Meeting {
  /// A meeting as an organisation sees it that looks for problems.
  init(_ evidence: Evidence, _ organisation: Organisation, _ problem: Problem) {
    own = Phrase(
      evidence.organisationPhrase,
      in: organisation.profile.evidenceText(evidence.organisationField),
      at: evidence.organisationOffset)
    other = Phrase(
      evidence.problemPhrase, in: problem.statement.evidenceText(evidence.problemField),
      at: evidence.problemOffset)
    concept = evidence.conceptLabel
  }

  /// A meeting as a startup sees it that looks for support.
  init(_ evidence: MandateEvidence, _ organisation: Organisation, _ record: MandateRecord) {
    own = Phrase(
      evidence.organisationPhrase,
      in: organisation.profile.evidenceText(evidence.organisationField),
      at: evidence.organisationOffset)
    other = Phrase(
      evidence.mandatePhrase, in: record.evidenceText(evidence.mandateField),
      at: evidence.mandateOffset)
    concept = evidence.conceptLabel
  }
}
