import CLI
import Domain
import Testing

@Suite struct CheckCommandTests {
  @Test func aSoundRegisterPasses() throws {
    let tool = try Tool.ready()
    try tool.take(Records.sorter, Records.problem)
    let json = try tool.json("check")
    #expect(json["sound"] == true)
    let names = (json["checks"]?.elements ?? []).compactMap { $0["name"]?.text }
    #expect(
      names == [
        "integrity", "foreign_keys", "audit_chain", "change_feed", "records", "index", "lexicon",
        "files", "seals",
      ])
    let output = tool.run("check").output
    #expect(output.contains("sound"))
    // Nought would look as if nothing had been looked at.
    #expect(output.matches(of: /not counted while under seal/).count == 2)
    let uncounted = (json["checks"]?.elements ?? []).filter { $0["counts_sealed"] == false }
    #expect(
      uncounted.compactMap { $0["name"]?.text } == ["change_feed", "records", "files", "seals"])
  }

  @Test func aDamagedRegisterFails() throws {
    let tool = try Tool.ready()
    try tool.take(Records.sorter, Records.problem)
    // A backup has no log beside it from which the damage would be mended.
    #expect(tool.run("backup", tool.path("copy.sqlite")).code == .ok)
    let marker = Array("Máy phân loại quả cà phê chín bằng camera".utf8)
    var bytes = try tool.bytes("copy.sqlite")
    let places = bytes.indices.dropLast(marker.count).filter { bytes[$0...].starts(with: marker) }
    #expect(!places.isEmpty)
    for place in places { bytes[place] = UInt8(ascii: "X") }
    try tool.write(bytes, to: "copy.sqlite")
    let outcome = tool.run("check", database: "copy.sqlite")
    #expect(outcome.code == .negative)
    #expect(outcome.output.contains("Audit chain"))
    #expect(tool.run("audit", "verify", database: "copy.sqlite").code == .data)
    #expect(tool.run("audit", "verify").code == .ok)
  }

  @Test func reindexingCountsWhatCanBeFound() throws {
    let tool = try Tool.ready()
    try tool.take(Records.sorter, Records.accountant, Records.problem)
    let json = try tool.json("reindex")
    #expect(json["organisations"] == 2)
    #expect(json["problems"] == 1)
  }
}
