import Domain
import Matching
import Testing
import UseCases

/// The lexicon as a file: what is written can be read again, and random additions never harm.
@Suite struct LexiconFileTests {
  private func items(_ text: String) throws -> [ImportItem] {
    try ImportSource.records(Array(text.utf8), .jsonl)
  }

  private func items(_ lines: [JSON]) throws -> [ImportItem] {
    try items(lines.map(\.compact).joined(separator: "\n"))
  }

  @Test func aFileIsTakenWholeOrNotAtAll() throws {
    let world = try World()
    let file = """
      {"id":"a","vi":["zza"],"en":["zzae"],"broader":["b"]}

      {"id":"b","vi":["zzb"],"en":["zzbe"]}
      {"id":"c","vi":["cà phê"],"en":["zzc"],"related":["nowhere"]}
      {"id":"a"}
      {"id":
      """
    let refused = try world.registry.importLexicon(items(file), by: World.admin)
    #expect(!refused.committed)
    #expect(refused.rejected.map(\.position) == ["line 4", "line 5", "line 6"])
    #expect(
      refused.rejected.map { word($0.error) } == [
        "invalid /vi/0 clash, /related/0 not_found", "invalid /id repeated", "notJSON",
      ])
    #expect(try world.registry.exportLexicon(addedOnly: true) == [])
    let lines = file.split(separator: "\n").prefix(2).joined(separator: "\n")
    let taken = try world.registry.importLexicon(items(lines), by: World.admin)
    #expect(taken.committed)
    #expect((taken.created, taken.updated, taken.unchanged) == (2, 0, 0))
    let again = try world.registry.importLexicon(items(lines), by: World.admin)
    #expect((again.created, again.updated, again.unchanged) == (0, 0, 2))
    let more = try world.registry.importLexicon(
      items(#"{"id":"a","vi":["zzq"]}"#), by: World.admin)
    #expect((more.created, more.updated, more.unchanged) == (0, 1, 0))
    #expect(try world.registry.concept("a").entry.vi == ["zza", "zzq"])
  }

  /// Additions that the rules allow for the most part, made at random from few identifiers so that
  /// they meet.
  private func random(_ random: inout Seeded) -> JSON {
    let shipped = ["coffee", "arabica", "traceability", "tea", "irrigation", "pepper"]
    let own = (0..<8).map { "own_\($0)" }
    let syllables = ["bùng", "chặc", "dzo", "khoắng", "nghiêu", "quẳm", "trừu"]
    func forms(_ random: inout Seeded) -> JSON {
      .array(
        (0..<random.number(0...2)).map { _ in
          .string("\(random.pick(syllables)) \(random.pick(syllables)) \(random.number(0...9))")
        })
    }
    return [
      "id": .string(random.pick(own + shipped)), "vi": forms(&random), "en": forms(&random),
      "broader": .array(random.some(own + shipped, percent: 8).prefix(2).map(JSON.string)),
      "related": .array(random.some(own + shipped, percent: 8).map(JSON.string)),
    ]
  }

  @Test(arguments: 0..<5) func whatIsExportedGivesTheSameLexicon(_ seed: UInt64) throws {
    let world = try World()
    var numbers = Seeded(seed)
    var taken = 0
    for _ in 0..<40 {
      let line = random(&numbers)
      let result = outcome { () throws(DomainError) in
        try world.registry.addConcept(line, by: World.dost)
      }
      if result == "ok" { taken += 1 }
      #expect(result == "ok" || result.hasPrefix("invalid"), "\(result)")
    }
    #expect(taken > 0)
    // Nothing that was taken is left out when the lexicon is put together.
    #expect(try world.registry.check().flatMap(\.faults) == [])
    let additions = try world.registry.exportLexicon(addedOnly: true)
    let entries = try additions.map { try ConceptEntry.read($0) }
    let shipped = try ReferenceData.bakedIn.get().lexicon
    let lexicon = shipped.extended(
      by: entries.map { entry in
        shipped.concept(entry.id).map { entry.without($0.entry) } ?? entry
      })
    for entry in entries { #expect(lexicon.concept(entry.id)?.entry == entry) }

    let whole = try world.registry.exportLexicon()
    for lines in [whole, additions, additions.reversed()] {
      let other = try World()
      let report = try other.registry.importLexicon(items(lines), by: World.admin)
      #expect(report.committed, "\(report.rejected)")
      #expect(try other.registry.exportLexicon() == whole)
    }
  }
}
