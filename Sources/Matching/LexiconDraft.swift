package import Domain

/// A lexicon as it would be with some additions, and what is wrong with them.
///
/// Every rule of `fixtures/lexicon/README.md` that a machine can check is checked here, so that
/// what it lets through never keeps a register from starting.
package struct LexiconDraft: Sendable {
  private let shipped: Lexicon
  /// What is added, by identifier.
  private var added: [String: ConceptEntry] = [:]
  /// The concept that each added form means, by its words as texts are read.
  private var meanings: [[UInt64]: String] = [:]
  /// The concept that each added form with marks means to a text that has none.
  private var unmarkedMeanings: [[UInt64]: String] = [:]
  private var graph = ConceptGraph([])
  private var relatedBack: [String: Set<String>] = [:]
  private let letters = Letters()
  private var stops = KeyTable()

  /// - Parameters:
  ///   - shipped: what comes with the program.
  ///   - additions: what is added; of two that claim a form, the first has it.
  package init(_ shipped: Lexicon, with additions: [ConceptEntry]) {
    self.shipped = shipped
    var scratch = Reading()
    Reader.form(StopWords.vietnamese + " " + StopWords.english, letters: letters, into: &scratch)
    for token in scratch.tokens { stops.set(token.written, 0) }
    for entry in additions {
      added[entry.id] = added[entry.id]?.joined(with: entry) ?? entry
      for form in entry.vi + entry.en {
        let words = words(of: form, &scratch)
        if meanings[words] == nil { meanings[words] = entry.id }
        if scratch.tokens.count > 1, let folded = Self.marked(scratch.tokens),
          unmarkedMeanings[folded] == nil
        {
          unmarkedMeanings[folded] = entry.id
        }
      }
      for other in entry.related { relatedBack[other, default: []].insert(entry.id) }
    }
    for concept in shipped.concepts {
      for other in concept.related { relatedBack[other, default: []].insert(concept.id) }
    }
    let known = shipped.concepts.map { concept in
      (concept.id, concept.broader + (added[concept.id]?.without(concept.entry).broader ?? []))
    }
    graph = ConceptGraph(
      known + added.values.filter { shipped.concept($0.id) == nil }.map { ($0.id, $0.broader) })
  }

  /// All that is said of a concept.
  private func whole(_ id: String) -> ConceptEntry? {
    guard let own = shipped.concept(id)?.entry else { return added[id] }
    return added[id].map(own.joined) ?? own
  }

  private func isKnown(_ id: String) -> Bool { added[id] != nil || shipped.concept(id) != nil }

  /// The concept that a form means; what is shipped has it before what is added.
  private func meaning(of words: [UInt64]) -> String? {
    shipped.matcher.concept(named: words).map { shipped.concepts[$0].id } ?? meanings[words]
  }

  /// Another concept that a form means, as it is written or, where it has no marks, without.
  private func other(
    than id: String, meantBy words: [UInt64], _ tokens: ContiguousArray<Token>
  ) -> String? {
    if let holder = meaning(of: words), holder != id { return holder }
    return holder(ofUnmarked: tokens, besides: id)
  }

  /// Another concept that a text without marks means by a form that has none: `ca phe` is coffee
  /// to whoever types without marks, whatever else somebody would call so.
  private func holder(
    ofUnmarked tokens: ContiguousArray<Token>, besides id: String
  ) -> String? {
    guard Self.marked(tokens) == nil else { return nil }
    let folded = tokens.map(\.folded)
    if let holder = unmarkedMeanings[folded], holder != id { return holder }
    guard shipped.matcher.hasForm(unmarked: folded) else { return nil }
    var scratch = Reading()
    return shipped.concepts.first { concept in
      concept.id != id
        && (concept.vi + concept.en).contains { form in
          Reader.form(form, letters: letters, into: &scratch)
          return Self.marked(scratch.tokens) == folded
        }
    }?.id
  }

  /// The words without their marks, if there are any.
  private static func marked(_ tokens: ContiguousArray<Token>) -> [UInt64]? {
    tokens.contains { $0.traits.contains(.marked) } ? tokens.map(\.folded) : nil
  }

  private func words(of form: String, _ scratch: inout Reading) -> [UInt64] {
    Reader.form(form, letters: letters, into: &scratch)
    return scratch.tokens.map(\.written)
  }

  /// What is wrong with one of the additions, with pointers into its own lists; what is shipped
  /// may be repeated in it.
  package func faults(of entry: ConceptEntry) -> [Fault] {
    guard let whole = whole(entry.id) else {
      return [Fault("/id", .notFound, found: entry.id)]
    }
    let own = shipped.concept(entry.id)?.entry
    var faults: [Fault] = []
    for (name, forms, all, known) in [
      ("vi", entry.vi, whole.vi, own?.vi), ("en", entry.en, whole.en, own?.en),
    ] {
      if all.isEmpty { faults.append(Fault("/" + name, .missing)) }
      faults += tooMany(name, all.count, ConceptEntry.formLimit)
      faults += self.faults(ofForms: forms, name, entry.id, known: known ?? [])
    }
    faults += self.faults(ofBroader: entry.broader, whole)
    faults += self.faults(ofRelated: entry.related, whole)
    if let own, let code = entry.code, code != own.code {
      faults.append(Fault("/code", .readOnly, found: code, accepted: own.code))
    }
    return faults
  }

  private func tooMany(_ name: String, _ count: Int, _ limit: Int) -> [Fault] {
    count > limit
      ? [Fault("/" + name, .tooMany, found: String(count), accepted: "≤ \(limit)")] : []
  }

  private func faults(
    ofForms forms: [String], _ name: String, _ id: String, known: [String]
  ) -> [Fault] {
    var scratch = Reading()
    var faults: [Fault] = []
    for (index, form) in forms.enumerated() where !known.holds(form) {
      let words = words(of: form, &scratch)
      let isEmpty = scratch.tokens.allSatisfy {
        stops[$0.written] != nil && !$0.traits.contains(.capitals)
      }
      if isEmpty {
        faults.append(
          Fault(
            "/\(name)/\(index)", .badFormat, found: form,
            accepted: name == "vi" ? "truy xuất nguồn gốc" : "traceability"))
      } else if let holder = other(than: id, meantBy: words, scratch.tokens) {
        faults.append(Fault("/\(name)/\(index)", .clash, found: form, accepted: holder))
      }
    }
    return faults
  }

  private func faults(ofBroader broader: [String], _ whole: ConceptEntry) -> [Fault] {
    var faults = tooMany("broader", whole.broader.count, ConceptEntry.broaderLimit)
    for (index, id) in broader.enumerated() {
      if !isKnown(id) {
        faults.append(Fault("/broader/\(index)", .notFound, found: id))
      } else if let chain = graph.cycle(whole.id, over: id) {
        faults.append(
          Fault("/broader/\(index)", .cycle, found: Self.text(chain), accepted: whole.id))
      }
    }
    guard faults.isEmpty else { return faults }
    let chain = graph.longestChain(through: whole.id, limit: ConceptEntry.levels)
    if chain.count > ConceptEntry.levels {
      faults.append(
        Fault(
          "/broader", .tooDeep, found: Self.text(chain), accepted: "≤ \(ConceptEntry.levels)"))
    }
    return faults
  }

  private func faults(ofRelated related: [String], _ whole: ConceptEntry) -> [Fault] {
    var faults = tooMany("related", whole.related.count, ConceptEntry.relatedLimit)
    func isKin(_ id: String) -> Bool {
      id == whole.id || graph.isAbove(id, whole.id) || graph.isAbove(whole.id, id)
    }
    for (index, id) in related.enumerated() {
      if !isKnown(id) {
        faults.append(Fault("/related/\(index)", .notFound, found: id))
      } else if isKin(id) {
        faults.append(
          Fault("/related/\(index)", .alreadyLinked, found: id, accepted: whole.id))
      }
    }
    // A new broader concept may reach one that was related before.
    let others = Set(whole.related).union(relatedBack[whole.id] ?? []).subtracting(related)
    for id in others.sorted() where isKnown(id) && isKin(id) {
      faults.append(Fault("/broader", .alreadyLinked, found: id, accepted: whole.id))
    }
    return faults
  }

  /// A chain of concepts as people read it.
  static func text(_ chain: [String]) -> String { chain.joined(separator: " → ") }
}
