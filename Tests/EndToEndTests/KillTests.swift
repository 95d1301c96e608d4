import Domain
import Glibc
import Processes
import Testing

/// What is acknowledged survives `kill -9`, and nothing is left half-written.
@Suite(.serialized) struct KillTests {
  private static let records = 3000
  private static let batch = 1000

  private let folder: Folder
  private let innoreg: Executable

  init() throws {
    folder = try Folder()
    innoreg = Executable(folder: folder)
    try #require(try innoreg.run("init", database: "empty.sqlite").code == 0)
    // The backup is one file, which a plain copy takes whole.
    try #require(
      try innoreg.run("backup", folder.path("start.sqlite"), database: "empty.sqlite").code == 0)
    try folder.write(Records.lines(Self.records), to: "firms.jsonl")
  }

  /// Starts an import and kills it after a time.
  private func kill(_ flags: [String], after microseconds: UInt32, into database: String) throws
    -> Ended
  {
    let child = try innoreg.start(
      ["import", folder.path("firms.jsonl")] + flags, database: database)
    usleep(microseconds)
    child.signal(SIGKILL)
    return try child.wait()
  }

  /// How long an import takes that nobody disturbs.
  private func duration(_ flags: [String]) throws -> UInt32 {
    try folder.copy("start.sqlite", to: "whole.sqlite")
    let start = ContinuousClock.now
    let ended = try innoreg.start(
      ["import", folder.path("firms.jsonl")] + flags, database: "whole.sqlite"
    ).wait()
    try #require(ended.code == 0)
    let elapsed = ContinuousClock.now - start
    return max(UInt32(clamping: Int(elapsed / .microseconds(1))), 8)
  }

  /// Checks a register and counts its records.
  private func count(in database: String) throws -> Int {
    let check = try innoreg.json("check", database: database)
    #expect(check["sound"] == true, "\(check.compact)")
    let feed = check["checks"]?.elements?.first { $0["name"] == "change_feed" }
    return Int(try #require(feed?["examined"]?.wholeNumber))
  }

  @Test func anImportIsAllOrNothing() throws {
    let whole = try duration([])
    var killed = 0
    for moment in 0..<20 {
      let database = "moment-\(moment).sqlite"
      try folder.copy("start.sqlite", to: database)
      let ended = try kill([], after: .random(in: 0..<whole), into: database)
      if ended.code == -SIGKILL { killed += 1 }
      let count = try count(in: database)
      #expect(count == 0 || count == Self.records)
      if !ended.output.isEmpty { #expect(count == Self.records) }
    }
    #expect(killed > 0)
  }

  @Test func aContinuingImportKeepsWholeBatches() throws {
    let flags = ["--continue"]
    let whole = try duration(flags)
    for moment in 0..<8 {
      let database = "moment-\(moment).sqlite"
      try folder.copy("start.sqlite", to: database)
      // Spread over the time, so that some fall after each batch.
      let ended = try kill(
        flags, after: .random(in: 0..<whole / 8) + UInt32(moment) * (whole / 8), into: database)
      let count = try count(in: database)
      #expect(count.isMultiple(of: Self.batch))
      let told = ended.errors.matches(of: /committed up to record ([0-9]+)\//)
        .compactMap { Int($0.output.1) }.last
      #expect(count >= told ?? 0)
    }
  }
}
