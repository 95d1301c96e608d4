import Domain
import Matching
import UseCases

/// Made-up organisations and problems, the same ones for the same seed.
///
/// Texts speak of the lexicon's concepts: few of them often and most of them rarely, each record
/// mostly about its own few. One firm in four writes English and one in five Vietnamese without
/// marks; every firm has a made-up name, so that the vocabulary grows with the register.
struct Corpus {
  /// The languages that texts are written in.
  enum Language {
    case marked, unmarked, english
  }

  private let concepts: [Lexicon.Concept]
  /// Positions of concepts, the most frequent first.
  private let ranked: [Int]
  /// Positions of concepts by what they are a case of.
  private let families: [[Int]]
  private let provinces: [String]
  private var generator: SeededGenerator

  /// A source of records.
  /// - Parameters:
  ///   - reference: where concepts and provinces come from.
  ///   - seed: equal seeds give equal records.
  /// - Throws: `ReferenceDataError` where the concepts cannot be read.
  init(reference: ReferenceData, seed: UInt64) throws {
    let concepts = try reference.lexicon.concepts.sorted { $0.id < $1.id }
    self.concepts = concepts
    // The popularity of concepts belongs to the world, not to one source of records.
    var world = SeededGenerator(seed: 0)
    ranked = concepts.indices.shuffled(using: &world)
    let byBroader = Dictionary(grouping: concepts.indices) {
      concepts[$0].broader.first ?? concepts[$0].id
    }
    families = byBroader.sorted { $0.key < $1.key }.map(\.value).filter { $0.count > 2 }
    provinces = reference.places.current.keys.sorted()
    generator = SeededGenerator(seed: seed)
  }

  /// A firm, institute or university, numbered in its name, with texts of 40 to 140 words.
  mutating func organisation(_ number: Int) -> OrganisationProfile {
    let language: Language =
      chance(25) ? .english : chance(27) ? .unmarked : .marked  // 20 of the 75 that are left.
    let topics = topics()
    let brand = brand()
    let kind: OrganisationKind =
      chance(50)
      ? .technologyFirm : chance(88) ? .startup : chance(50) ? .university : .researchInstitute
    var profile = OrganisationProfile(
      kind: kind,
      name: words(2...5, language, topics, opening: brand) + " \(number)")
    let total = Int.random(in: 40...140, using: &generator) - profile.name.wordCount
    let products = min(total / 4, Int.random(in: 3...14, using: &generator))
    let past = chance(50) ? total / 4 : 0
    profile.products = [words(products...products, language, topics, opening: brand)]
    if past > 0 {
      profile.pastProjects = [PastProject(title: words(past...past, language, topics))]
    }
    let rest = total - products - past
    profile.description = words(rest...rest, language, topics, opening: brand)
    if chance(88) { profile.fields = pick(Field.self, most: 3) }
    if chance(88) { profile.technologies = pick(Technology.self, most: 4) }
    profile.province = provinces.randomElement(using: &generator)
    profile.trl = chance(95) ? Int.random(in: 1...9, using: &generator) : nil
    profile.employees = Int.random(in: 2...300, using: &generator)
    return profile
  }

  /// A problem with a text of 60 to 250 words; one in eight is in English, the rest have marks.
  mutating func problem() -> ProblemStatement {
    let language: Language = chance(12) ? .english : .marked
    let topics = topics()
    let total = Int.random(in: 60...250, using: &generator)
    let title = Int.random(in: 8...14, using: &generator)
    let result = total / 6
    var statement = ProblemStatement(title: words(title...title, language, topics))
    statement.description = words(
      (total - title - result)...(total - title - result), language, topics)
    statement.expectedResult = words(result...result, language, topics)
    statement.field = Field.allCases.randomElement(using: &generator)
    statement.technologies = pick(Technology.self, most: 2)
    return statement
  }

  /// One to four words, as people type them: half of them without marks.
  mutating func query() -> String {
    let language: Language = chance(20) ? .english : chance(50) ? .unmarked : .marked
    let wanted = Int.random(in: 1...4, using: &generator)
    let found = phrase(language, []).split(separator: " ").prefix(wanted)
    return found.joined(separator: " ")
  }

  private mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &generator) < percent
  }

  /// Two or three families of concepts that a record is about.
  private mutating func topics() -> [Int] {
    (0..<Int.random(in: 2...3, using: &generator)).map { _ in
      Int.random(in: 0..<families.count, using: &generator)
    }
  }

  /// A name that nobody else is likely to have.
  private mutating func brand() -> String {
    let name = (0..<Int.random(in: 2...4, using: &generator)).map { _ in
      Wording.brandParts[Int.random(in: 0..<Wording.brandParts.count, using: &generator)]
    }.joined()
    return name.prefix(1).uppercased() + name.dropFirst()
  }

  /// A form of a concept: of the record's own topics, or of any, the frequent ones first.
  private mutating func phrase(_ language: Language, _ topics: [Int]) -> String {
    let concept: Lexicon.Concept
    if let topic = topics.randomElement(using: &generator), chance(60) {
      let family = families[topic]
      concept = concepts[family[Int.random(in: 0..<family.count, using: &generator)]]
    } else {
      let uniform = Double.random(in: 0..<1, using: &generator)
      concept = concepts[ranked[Int(uniform * uniform * uniform * Double(ranked.count))]]
    }
    switch language {
    case .english: return concept.en.randomElement(using: &generator) ?? concept.id
    case .marked: return concept.vi.randomElement(using: &generator) ?? concept.id
    case .unmarked:
      return Folding.fold(concept.vi.randomElement(using: &generator) ?? concept.id)
    }
  }

  /// Sentences of exactly as many words as were drawn from the range.
  private mutating func words(
    _ range: ClosedRange<Int>, _ language: Language, _ topics: [Int], opening: String? = nil
  ) -> String {
    let wanted = Int.random(in: range, using: &generator)
    var found: [Substring] = opening.map { [Substring($0)] } ?? []
    while found.count < wanted {
      found += sentence(language, topics).split(separator: " ")
    }
    return found.prefix(wanted).joined(separator: " ")
  }

  /// One of several shapes of sentence, so that no two texts share more than a turn of phrase.
  private mutating func sentence(_ language: Language, _ topics: [Int]) -> String {
    let wording = language == .english ? Wording.english : Wording.vietnamese
    func draw(_ list: [String]) -> String {
      list[Int.random(in: 0..<list.count, using: &generator)]
    }
    var parts: [String] = chance(60) ? [draw(wording.subjects)] : []
    parts += [draw(wording.verbs), phrase(language, topics)]
    if chance(50) { parts += [draw(wording.joints), phrase(language, topics)] }
    if chance(55) { parts.append(draw(wording.contexts)) }
    if chance(35) {
      let number = String(Int.random(in: 2...400, using: &generator))
      parts.append(
        draw(wording.results).split(
          separator: "#", omittingEmptySubsequences: false
        ).joined(separator: number))
    }
    let joined = parts.joined(separator: " ") + "."
    let text = joined.prefix(1).uppercased() + joined.dropFirst()
    return language == .unmarked ? Folding.fold(text) : text
  }

  private mutating func pick<C: CaseIterable>(_ type: C.Type, most: Int) -> [C] {
    Array(
      type.allCases.shuffled(using: &generator).prefix(Int.random(in: 0...most, using: &generator)))
  }
}

extension String {
  /// Pieces between spaces.
  fileprivate var wordCount: Int { split(separator: " ").count }
}
