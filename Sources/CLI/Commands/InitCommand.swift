import Domain
import FoundationEssentials
import UseCases

/// `innoreg init`.
enum InitCommand {
  static let command = Command(
    "init", summary: "Create an empty register",
    discussion: """
      Makes the database file that --database names. An existing file is never touched.

      Problems get public codes such as DLK-2026-001 when they are published; the prefix is the \
      province's own.
      """,
    examples: [
      Example("innoreg init", "Create innoreg.sqlite in this folder"),
      Example(
        "innoreg --database /var/lib/innoreg/dlk.sqlite init --code-prefix DLK",
        "Create a register whose problems are numbered DLK-…"),
    ],
    options: [
      .value(
        "code-prefix", "PREFIX", help: "What public codes of problems begin with.",
        defaultValue: Registry.defaultCodePrefix)
    ],
    run: run)

  private static func run(_ invocation: Invocation) throws(Failure) -> ExitCode {
    let path = try invocation.string("database")
    let prefix = try invocation.string("code-prefix")
    let language = try invocation.language
    guard (2...10).contains(prefix.utf8.count), prefix.allSatisfy({ ("A"..."Z").contains($0) })
    else {
      throw invocation.notAccepted(
        "code-prefix", found: prefix, accepted: "2 to 10 capital letters A-Z")
    }
    guard !FileManager.default.fileExists(atPath: path) else {
      throw Failure(
        .cannotCreate, language(vi: "\(path) đã có", en: "\(path) exists already"))
    }
    let session = try create(invocation, prefix: prefix)
    if session.isJSON {
      try session.terminal.print(
        [
          "database": .string(path), "code_prefix": .string(prefix),
          "provinces": JSON(session.registry.places.current.count),
        ] as JSON)
    } else {
      let voice = session.voice
      try session.terminal.print(
        voice(vi: "Đã tạo sổ đăng ký trống \(path)", en: "Created the empty register \(path)"))
      session.terminal.note(
        voice(
          vi: "mã bài toán bắt đầu bằng \(prefix); "
            + "tiếp theo: innoreg --database \(path) import TỆP",
          en: "codes of problems begin with \(prefix); "
            + "next: innoreg --database \(path) import FILE"))
    }
    return .ok
  }

  /// Makes a register in a new file.
  static func create(
    _ invocation: Invocation, prefix: String = Registry.defaultCodePrefix
  ) throws(Failure) -> Session {
    let session: Session
    do { session = try Session(invocation, create: true) } catch {
      // What cannot be opened could not be made either.
      throw Failure(
        error.code == .noInput ? .cannotCreate : error.code, lines: error.lines)
    }
    try session.ask { () throws(DomainError) in
      try session.registry.setCodePrefix(prefix, by: session.actor)
    }
    return session
  }
}
