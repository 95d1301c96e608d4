import Domain
import FoundationEssentials
import Processes
import Testing

/// What the README says to type works as it stands there.
@Suite struct ReadmeTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  private static func block(under heading: String) throws -> String {
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "README.md")
    let text = try String(contentsOf: path, encoding: .utf8)
    let chapter = try #require(text.firstRange(of: "## \(heading)\n"))
    let start = try #require(text[chapter.upperBound...].firstRange(of: "```sh\n"))
    let end = try #require(text[start.upperBound...].firstRange(of: "\n```"))
    return String(text[start.upperBound..<end.lowerBound])
  }

  /// Over the example, but for the commands that name a record of one's own.
  @Test func theDayOfDOSTRunsAsPrinted() throws {
    let lines = try Self.block(under: "The day of DOST").split(separator: "\n")
    let typed = lines.filter { !$0.contains(/\bID\b/) }
    #expect(typed.count > 8)
    let program = "'\(Executable.path)' --database '\(folder.path("d.sqlite"))' --language en"
    try folder.write(
      """
      set -e
      cd '\(folder.path("."))'
      innoreg() { \(program) "$@"; }
      innoreg demo --no-serve
      \(typed.joined(separator: "\n"))
      innoreg engagement list
      """, to: "day.sh")
    let ended = try Shell.bash(folder.path("day.sh"), in: folder)
    #expect(ended.code == 0, "\(ended.output.suffix(2000))")
  }
}
