import Domain
import FoundationEssentials
import Processes
import Testing

/// What the README says to type works as it stands there, and shows something.
@Suite struct ReadmeTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  private static func block(under heading: String) throws -> [String] {
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "README.md")
    let text = try String(contentsOf: path, encoding: .utf8)
    let chapter = try #require(text.firstRange(of: "## \(heading)\n"))
    let start = try #require(text[chapter.upperBound...].firstRange(of: "```sh\n"))
    let end = try #require(text[start.upperBound...].firstRange(of: "\n```"))
    return text[start.upperBound..<end.lowerBound].split(separator: "\n").map(String.init)
  }

  /// A line that prints its results into a file of its own; other lines as they stand.
  private static func kept(_ line: String, _ number: Int) -> String {
    guard line.hasPrefix("innoreg ") || line.contains("| innoreg ") else { return line }
    let command = line.split(separator: " #", maxSplits: 1)[0]
    return "{ \(command.replacing(/\bID\b/, with: "$ID")); } > \(number).out"
  }

  /// Over the example, with a startup that has handed itself in. Where a line says ID, the record
  /// is meant that the lines before it have made or shown.
  @Test func whatIsTypedRunsAndShowsSomething() throws {
    let startup = try Self.block(under: "The day of a startup").filter {
      $0.hasPrefix("innoreg ")
    }
    let dost = try Self.block(under: "The day of DOST")
    let fund = try Self.block(under: "The day of a fund manager, a journalist, another system")
      .filter { $0.hasPrefix("innoreg ") }
    let typed = startup + dost + fund
    let commands = typed.indices.filter { Self.kept(typed[$0], $0) != typed[$0] }
    #expect(startup.count > 1 && commands.count > 15 && fund.count > 2)
    var lines: [String] = []
    for (number, line) in typed.enumerated() {
      if line.contains("problem publish ID") {
        lines.append("ID=$(id \"$(innoreg problem list --status draft --json)\")")
      }
      lines.append(Self.kept(line, number))
    }
    let program = "'\(Executable.path)' --database '\(folder.path("d.sqlite"))' --language en"
    try folder.write(
      """
      set -e -o pipefail
      cd '\(folder.path("."))'
      innoreg() { \(program) "$@"; }
      id() { echo "$1" | grep -o '"id":"[a-z0-9]*"' | head -1 | cut -d'"' -f4; }
      innoreg demo --no-serve > /dev/null
      echo '{"kind":"startup","name":"Rẫy Thông Minh","province":"66","fields":["agriculture"],
        "startup":{"stage":"seed"},"description":"Nhận diện sâu bệnh cà phê qua ảnh."}' > firm.json
      ID=$(id "$(innoreg org create firm.json --json)")
      innoreg org submit $ID > /dev/null
      \(lines.joined(separator: "\n"))
      """, to: "day.sh")
    let ended = try Shell.bash(folder.path("day.sh"), in: folder)
    #expect(ended.code == 0, "\(ended.output.suffix(2000))")
    for number in commands where !typed[number].contains("--output") {
      let shown = try folder.text("\(number).out").split(separator: "\n")
      // A table has its heads, a line below them, and at least one row.
      let isTable = shown.dropFirst().first?.hasPrefix("--") == true
      #expect(shown.count > (isTable ? 2 : 0), "\(typed[number])")
    }
  }
}
