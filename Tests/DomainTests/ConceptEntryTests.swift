import Domain
import Testing

@Suite struct ConceptEntryTests {
  @Test func readsALineAndWritesItAgain() throws {
    let line: JSON = [
      "id": "leaf_rust", "vi": ["gỉ sắt cà phê"], "en": ["coffee leaf rust", "Hemileia"],
      "broader": ["coffee"], "related": ["early_warning"], "code": "field:agriculture",
    ]
    let entry = try ConceptEntry.read(line)
    #expect(entry.json == line)
    #expect(try ConceptEntry.read(entry.json) == entry)
    #expect(ConceptEntry(id: "a").json == ["id": "a"])
  }

  @Test(arguments: [
    (#"{}"#, ["/id missing"]),
    (#"{"id":"Leaf"}"#, ["/id bad_format"]),
    (#"{"id":"1a"}"#, ["/id bad_format"]),
    (#"{"id":"a__b"}"#, ["/id bad_format"]),
    (#"{"id":"a_"}"#, ["/id bad_format"]),
    (#"{"id":"lá"}"#, ["/id bad_format"]),
    (#"{"id":"a","vi":"x"}"#, ["/vi wrong_type"]),
    (#"{"id":"a","vi":["x","X"]}"#, ["/vi/1 repeated"]),
    (#"{"id":"a","broader":["b","c","d"]}"#, ["/broader too_many"]),
    (#"{"id":"a","code":"technology:magic"}"#, ["/code not_accepted"]),
    (#"{"id":"a","label":"x","vi":[1]}"#, ["/vi/0 wrong_type", "/label unknown_member"]),
  ])
  func listsEveryFault(_ line: String, _ faults: [String]) throws {
    #expect(try Self.faults(line) == faults)
  }

  @Test func limitsAreInclusive() throws {
    func line(_ count: Int, _ length: Int) -> String {
      let forms = (0..<count).map { number in
        let text = "x\(number)"
        return "\"" + text + String(repeating: "a", count: length - text.count) + "\""
      }
      return #"{"id":"a","en":[\#(forms.joined(separator: ","))]}"#
    }
    #expect(try Self.faults(line(20, 80)) == [])
    #expect(try Self.faults(line(21, 8)) == ["/en too_many"])
    #expect(try Self.faults(line(1, 81)) == ["/en/0 too_long"])
  }

  private static func faults(_ line: String) throws -> [String] {
    do throws(DomainError) {
      _ = try ConceptEntry.read(try JSONParser.read(line))
      return []
    } catch {
      guard case .invalid(let faults) = error else { return ["\(error)"] }
      return faults.map { "\($0.path) \($0.rule.rawValue)" }
    }
  }

  @Test func whatIsJoinedComesApartAgain() {
    let base = ConceptEntry(id: "a", vi: ["một"], en: ["one"], broader: ["b"], code: "field:energy")
    let more = ConceptEntry(id: "a", vi: ["MỘT", "hai"], en: [], broader: ["c"], related: ["d"])
    let whole = base.joined(with: more)
    #expect(
      whole
        == ConceptEntry(
          id: "a", vi: ["một", "hai"], en: ["one"], broader: ["b", "c"], related: ["d"],
          code: "field:energy"))
    #expect(
      whole.without(base) == ConceptEntry(id: "a", vi: ["hai"], broader: ["c"], related: ["d"]))
    #expect(whole.without(whole).isEmpty)
    #expect(base.joined(with: whole.without(base)) == whole)
  }

  @Test func aRecordTellsWhereItComesFrom() throws {
    let shipped = ConceptEntry(id: "a", vi: ["một"], en: ["one"])
    let addition = LexiconAddition(
      entry: ConceptEntry(id: "a", vi: ["hai"]), version: 2, createdAt: Instant(seconds: 0),
      updatedAt: Instant(seconds: 60))
    let plain = try #require(ConceptRecord(shipped: shipped, addition: nil, version: 1))
    #expect(
      plain.json == ["id": "a", "vi": ["một"], "en": ["one"], "origin": "shipped", "version": 1])
    let extended = try #require(ConceptRecord(shipped: shipped, addition: addition, version: 9))
    #expect(
      extended.json == [
        "id": "a", "vi": ["một", "hai"], "en": ["one"], "origin": "extended",
        "added": ["vi": ["hai"]], "version": 2, "created_at": "1970-01-01T00:00:00Z",
        "updated_at": "1970-01-01T00:01:00Z",
      ])
    let own = try #require(ConceptRecord(shipped: nil, addition: addition, version: 9))
    #expect(own.origin == .added)
    #expect(own.json["added"] == nil)
    #expect(ConceptRecord(shipped: nil, addition: nil, version: 1) == nil)
  }
}

extension JSONParser {
  /// A text that is JSON, whatever it says.
  fileprivate static func read(_ text: String) throws(DomainError) -> JSON {
    do { return try parse(text) } catch { throw .notJSON(error) }
  }
}
