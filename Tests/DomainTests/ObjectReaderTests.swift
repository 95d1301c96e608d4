import Domain
import Testing

@Suite struct ObjectReaderTests {
  @Test func nullMeansMissing() {
    let log = FaultLog()
    var reader = ObjectReader(["a": nil, "b": nil, "c": nil], log: log)
    #expect(reader?.line("a", most: 5) == nil)
    #expect(reader?.bool("b") == nil)
    #expect(reader?.lines("c", most: 1, length: 1) == [])
    reader?.finish()
    #expect(log.faults.isEmpty)
  }

  @Test func whatNobodyAskedForIsUnknownReadOnlyOrIgnored() {
    let log = FaultLog()
    var reader = ObjectReader(["a": "x", "b": 1, "c": 2, "d": 3], path: "/list/0", log: log)
    _ = reader?.line("a", most: 5)
    reader?.finish(readOnly: ["b"], ignored: ["c"])
    #expect(
      log.faults == [
        Fault("/list/0/b", .readOnly, found: "1"),
        Fault("/list/0/d", .unknownMember, found: "d", accepted: "a"),
      ])
  }

  /// What nobody can see is no text, and stands at neither end of one.
  @Test(arguments: [
    "\u{200B}", "\u{2060}", "\u{FEFF}", "\u{AD}", "\u{2800}", "\u{3164}", "\u{A0}",
    " \u{200B}\n\u{2060}\u{200D}", "\u{200C}\u{FE0F}", "\u{200E}\u{202C}",
  ])
  func whatNobodyCanSeeIsEmpty(_ unseen: String) {
    let log = FaultLog()
    var reader = ObjectReader(
      ["a": .string(unseen), "b": .string(unseen), "c": .string(unseen + "chữ" + unseen)],
      log: log)
    #expect(reader?.line("a", most: 50) == nil || unseen.contains("\n"))
    #expect(reader?.text("b", most: 50) == nil)
    let joins = unseen.unicodeScalars.first == "\u{200C}"
    #expect(reader?.text("c", most: 50)?.unicodeScalars.count == 3 || joins)
    #expect(unseen.trimmed.isEmpty)
    let refused = #expect(throws: DomainError.self) {
      _ = try Problem.lifecycle.target(
        of: .suspend, from: .published, as: [.dost], reason: unseen)
    }
    guard case .invalid = refused else {
      Issue.record("\(String(describing: refused))")
      return
    }
  }

  @Test func pointersAreEscaped() {
    let reader = ObjectReader([:], path: "/x", log: FaultLog())
    #expect(reader?.pointer("a/b") == "/x/a~1b")
    #expect(reader?.pointer("~") == "/x/~0")
  }

  @Test func requiringSaysNothingWhereAFaultIsToldAlready() {
    let log = FaultLog()
    var reader = ObjectReader(["a": 7], log: log)
    let text = reader?.line("a", most: 5)
    reader?.require("a", text != nil)
    reader?.require("b", false)
    reader?.require("c", true)
    #expect(keys(log.faults) == ["/a wrong_type", "/b missing"])
    #expect(keys(faults { () throws(DomainError) in try log.check() }) == keys(log.faults))
  }

  @Test func lengthCountsScalarsAfterNormalisation() {
    let log = FaultLog()
    var reader = ObjectReader(
      ["a": "e\u{302}\u{301}e\u{302}\u{301}", "b": "  ab  ", "c": "abc"], log: log)
    #expect(reader?.line("a", most: 2) == "ếế")
    #expect(reader?.line("b", most: 2) == "ab")
    #expect(reader?.line("c", most: 2) == nil)
    #expect(log.faults == [Fault("/c", .tooLong, found: "3", accepted: "≤ 2")])
  }

  @Test(arguments: [
    ("\u{1}", "U+0001"), ("\u{1F}", "U+001F"), ("\u{7F}", "U+007F"), ("\u{9F}", "U+009F"),
  ])
  func controlCharactersAreNamed(_ row: (String, String)) {
    let log = FaultLog()
    var reader = ObjectReader(["a": .string("x" + row.0 + "y")], log: log)
    #expect(reader?.text("a", most: 9) == nil)
    #expect(log.faults == [Fault("/a", .controlCharacter, found: row.1)])
  }
}
