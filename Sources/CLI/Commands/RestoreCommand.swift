import Domain
import FoundationEssentials
import UseCases
import Web

/// `innoreg restore`.
enum RestoreCommand {
  static let command = Command(
    "restore", summary: "Put a backup in the register's place",
    discussion: """
      Copies the backup beside the database, checks the copy and puts it in place in one step. The \
      backup itself is only read. The files in the folder beside it are added to the register's. The \
      master key must be there already or be put back from where you keep it.

      A register that exists is replaced only with --force, and never while another process uses \
      it.
      """,
    examples: [
      Example(
        "innoreg --database dlk.sqlite restore /backup/innoreg-2026-12-31.sqlite",
        "Restore where there is no register"),
      Example("innoreg restore --force backup.sqlite", "Replace the register"),
    ],
    options: [.flag("force", help: "Replace the register that exists.")],
    arguments: [Argument("file", help: "The backup.", completion: .files)],
    run: run)

  private static func run(_ invocation: Invocation) throws(Failure) -> ExitCode {
    let (source, target) = (try invocation.string("file"), try invocation.string("database"))
    let language = try invocation.language
    guard FileManager.default.fileExists(atPath: source) else {
      throw Failure(
        .noInput, language(vi: "không có tệp \(source)", en: "there is no file \(source)"))
    }
    guard !DatabaseCopy.isOpenElsewhere(source) else {
      throw Failure(
        .noInput,
        language(vi: "\(source) đang được sử dụng", en: "\(source) is in use"),
        language(
          vi: "sao chép nó bằng: innoreg --database \(source) backup TỆP",
          en: "copy it with: innoreg --database \(source) backup FILE"))
    }
    if FileManager.default.fileExists(atPath: target) {
      guard try invocation.flag("force") else {
        throw Failure(
          .cannotCreate, language(vi: "\(target) đã có", en: "\(target) exists already"),
          language(vi: "thay thế bằng --force", en: "replace it with --force"))
      }
      guard !DatabaseCopy.isOpenElsewhere(target) else {
        throw Failure(
          .temporary,
          language(vi: "\(target) đang được sử dụng", en: "\(target) is in use"),
          language(vi: "hãy dừng innoreg serve trước", en: "stop innoreg serve first"))
      }
    }
    let copy = try DatabaseCopy(beside: target)
    defer { copy.discard() }
    try copy.take(source)
    let reference = try Session.reference()
    let voice = try Voice(language, codes: reference.codes, places: reference.places)
    let checks = try copy.check(voice)
    DatabaseCopy.removeLogs(of: target)
    try copy.put(at: target)
    if try invocation.flag("json") {
      try invocation.terminal.print(
        ["database": .string(target), "health": HealthView.json(checks)] as JSON)
    } else {
      try invocation.terminal.print(
        voice(
          vi: "Đã phục hồi \(target) từ \(source), dữ liệu nguyên vẹn",
          en: "Restored \(target) from \(source), the data is sound"))
    }
    return .ok
  }
}
