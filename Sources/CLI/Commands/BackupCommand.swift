import Domain
import FoundationEssentials
import UseCases

/// `innoreg backup`.
enum BackupCommand {
  static let command = Command(
    "backup", summary: "Copy the register while it is in use",
    discussion: """
      Makes a copy that is consistent even while a server writes, checks the copy, and puts it in \
      place only when it is sound. An existing file is never overwritten.

      Files that people handed in are copied into a folder beside the copy, named like it with \
      .files. The master key is left out: keep it in another place, since without it nothing sealed \
      can be read, in copies neither.
      """,
    examples: [Example("innoreg backup /backup/innoreg-2026-12-31.sqlite", "Make a backup")],
    arguments: [Argument("file", help: "The copy to make.", completion: .files)],
    run: run)

  private static func run(_ invocation: Invocation) throws(Failure) -> ExitCode {
    let target = try invocation.string("file")
    let session = try Session(invocation)
    let voice = session.voice
    guard !FileManager.default.fileExists(atPath: target) else {
      throw Failure(.cannotCreate, voice(vi: "\(target) đã có", en: "\(target) exists already"))
    }
    let copy = try DatabaseCopy(beside: target)
    defer { copy.discard() }
    let progress = LiveProgress(
      voice(vi: "Sao lưu", en: "Backup"), total: nil, terminal: session.terminal)
    var pages = 0
    do throws(DomainError) {
      try session.registry.backup(to: copy.temporary) { done, total in
        pages = total
        progress.update(done)
      }
    } catch {
      progress.clear()
      throw Failure(
        .cannotCreate,
        lines: [voice(vi: "không sao lưu được", en: "cannot make the backup")]
          + voice.lines(of: error))
    }
    progress.finish(pages)
    let checks = try copy.check(session.voice)
    try copy.put(at: target)
    if session.isJSON {
      try session.terminal.print(
        ["file": .string(target), "pages": JSON(pages), "health": HealthView.json(checks)] as JSON)
    } else {
      try session.terminal.print(
        voice(
          vi: "Đã sao lưu \(pages) trang vào \(target), bản sao nguyên vẹn",
          en: "Backed up \(Voice.counted(pages, "page", "pages")) to \(target), the copy is sound"))
    }
    return .ok
  }
}
