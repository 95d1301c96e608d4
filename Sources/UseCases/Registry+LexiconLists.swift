package import Domain
import Matching
import Storage

/// Which concepts a list is to hold.
package struct ConceptFilter: Sendable {
  /// Only those whose identifier or forms hold this text, without regard to marks.
  package var text: String?
  /// Only those that come from there; an empty set does not restrict.
  package var origins: Set<ConceptRecord.Origin> = []

  /// No restriction.
  package init() {}
}

extension Registry {
  /// A page of the concepts in the order of their identifiers.
  package func concepts(
    _ filter: ConceptFilter, page: PageRequest
  ) throws(DomainError) -> Page<ConceptRecord> {
    let shipped = try shippedLexicon
    let text = filter.text.map { Folding.fold(Folding.nfc($0.trimmed)) }
    let inProgram = shipped.concepts.filter { concept in
      text.map { concept.entry.searchKey.contains(text: $0) } ?? true
    }
    return try store.read { db throws(DomainError) in
      let additions = Set(try db.lexiconAdditionIDs())
      let found = text == nil ? Array(additions) : try db.lexiconAdditionIDs(holding: text)
      let ids = Set(inProgram.map(\.id)).union(found).filter { id in
        let origin: ConceptRecord.Origin =
          if shipped.concept(id) == nil { .added } else {
            additions.contains(id) ? .extended : .shipped
          }
        return filter.origins.isEmpty || filter.origins.contains(origin)
      }.sorted()
      let after = page.after?.id
      let rest = ids.filter { id in after.map { $0 < id } ?? true }
      var items: [ConceptRecord] = []
      for id in rest.prefix(page.limit) { items.append(try db.concept(id, shipped)) }
      let last = rest.count > page.limit ? items.last : nil
      return Page(
        items: items, total: ids.count, next: last.map { (key: .bytes([]), id: $0.entry.id) })
    }
  }

  /// The whole lexicon as lines of its files: shipped concepts in the order of the files with what
  /// was added to them, then added ones by identifier. Read into an empty register, they give the
  /// same lexicon.
  ///
  /// With `addedOnly`, only concepts to which the register has added something.
  package func exportLexicon(addedOnly: Bool = false) throws(DomainError) -> [JSON] {
    let shipped = try shippedLexicon
    let additions = try store.read(bulk: true) { db throws(DomainError) in
      try db.lexiconAdditions().map(\.entry)
    }
    let own = Dictionary(additions.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    return shipped.concepts.filter { !addedOnly || own[$0.id] != nil }.map { concept in
      (own[concept.id].map(concept.entry.joined) ?? concept.entry).json
    } + additions.filter { shipped.concept($0.id) == nil }.map(\.json)
  }

  /// Adds the lines of a lexicon file, all of them or none.
  ///
  /// Lines may name concepts of later lines. A line that says nothing new changes nothing.
  package func importLexicon(
    _ items: [ImportItem], by actor: Actor
  ) throws(DomainError) -> ImportReport {
    try requireOfficer(actor, "lexicon.import")
    let (now, shipped) = (clock(), try shippedLexicon)
    let report = try store.attempt { db throws(DomainError) in
      var report = ImportReport()
      let stored = Dictionary(
        try db.lexiconAdditions().map { ($0.entry.id, $0) }, uniquingKeysWith: { $1 })
      var lines: [(index: Int, input: ConceptEntry)] = []
      var wanted: [String: ConceptEntry] = [:]
      for (index, item) in items.enumerated() {
        do throws(DomainError) {
          let input = try ConceptEntry.read(item.content.get())
          guard wanted[input.id] == nil else {
            throw .invalid([Fault("/id", .repeated, found: input.id)])
          }
          try self.refusePersonalNumbers(in: input)
          if let fault = Self.codeFault(input, stored[input.id]?.entry) { throw .invalid([fault]) }
          wanted[input.id] = try self.joined(input, to: stored[input.id]?.entry)
          lines.append((index, input))
        } catch {
          report.reject(item, index, error)
        }
      }
      let fresh = wanted.values.filter { !$0.isEmpty && stored[$0.id] == nil }.count
      if stored.count + fresh > ConceptEntry.additionLimit {
        throw .invalid([
          Fault(
            "", .tooMany, found: String(stored.count + fresh),
            accepted: "≤ \(ConceptEntry.additionLimit)")
        ])
      }
      let kept = stored.values.map(\.entry).filter { wanted[$0.id] == nil }
      let draft = LexiconDraft(
        shipped,
        with: kept.sorted { $0.id < $1.id } + lines.compactMap { wanted[$0.input.id] })
      for (index, input) in lines {
        let faults = draft.faults(of: input)
        if !faults.isEmpty {
          report.reject(items[index], index, .invalid(faults))
        } else if let entry = wanted[input.id], !entry.isEmpty, entry != stored[input.id]?.entry {
          try self.put(entry, over: stored[input.id], "import", &db, actor, now)
          if stored[input.id] == nil { report.created += 1 } else { report.updated += 1 }
        } else {
          report.unchanged += 1
        }
      }
      report.rejected.sort { $0.index < $1.index }
      report.committed = report.rejected.isEmpty
      return (report, report.committed)
    }
    if report.committed { index.followIfLoaded() }
    return report
  }

  /// Whether everything that was added still fits, since a later release may mean something else
  /// by a form, and whether the audit log knows its version. What does not fit is kept but left
  /// out of matching.
  func checkLexicon() throws(DomainError) -> HealthCheck {
    let found: [(addition: LexiconAddition, told: Int?)]
    do throws(DomainError) {
      found = try store.read(bulk: true) { db throws(DomainError) in
        var found: [(addition: LexiconAddition, told: Int?)] = []
        for addition in try db.lexiconAdditions() {
          found.append((addition, try db.lexiconVersion(addition.entry.id)))
        }
        return found
      }
    } catch {
      guard case .internalFault(let detail) = error else { throw error }
      return HealthCheck(name: "lexicon", faults: [detail], examined: 0)
    }
    let entries = found.map(\.addition.entry)
    let draft = LexiconDraft(try shippedLexicon, with: entries)
    var faults = found.filter { $0.told != $0.addition.version }.map(\.addition.entry.id)
    for entry in entries {
      faults += draft.faults(of: entry).map { fault in
        let found = fault.found.map { " \($0)" } ?? ""
        let accepted = fault.accepted.map { " (\($0))" } ?? ""
        return "\(entry.id)\(fault.path) \(fault.rule.rawValue)\(found)\(accepted)"
      }
    }
    return HealthCheck(name: "lexicon", faults: faults, examined: entries.count)
  }
}

extension ImportReport {
  fileprivate mutating func reject(_ item: ImportItem, _ index: Int, _ error: DomainError) {
    var name = ""
    if case .success(let json) = item.content { name = json["id"]?.text ?? "" }
    rejected.append(
      Rejection(
        index: index, position: item.position, name: String(name.prefix(80)), error: error))
  }
}

extension String {
  /// Whether a text stands in this one, byte for byte.
  fileprivate func contains(text: String) -> Bool {
    let (own, other) = (Array(utf8), Array(text.utf8))
    guard let first = other.first else { return true }
    guard own.count >= other.count else { return false }
    return (0...own.count - other.count).contains { start in
      own[start] == first && own[start..<start + other.count].elementsEqual(other)
    }
  }
}
