import Domain
import UseCases
import Web

/// One import: the work, and what is said of it.
struct Import {
  let session: Session
  let items: [ImportItem]
  let options: ImportOptions
  let rejectedPath: String

  /// With `--continue`, so many records are handed over at a time: each batch is committed before
  /// the next, and said to be.
  private static let batch = 1000
  private static let shownRejections = 50
  private static let shownNotes = 20

  /// What came of it so far.
  private struct Outcome {
    var created = 0
    var updated = 0
    var unchanged = 0
    var rejected: [ImportReport.Rejection] = []
    var notes: [(position: String, note: Note)] = []
    var isCommitted = false

    mutating func add(_ report: ImportReport) {
      created += report.created
      updated += report.updated
      unchanged += report.unchanged
      rejected += report.rejected
      notes += report.notes
      isCommitted = isCommitted || report.committed
    }

    var taken: Int { created + updated + unchanged }
  }

  private var voice: Voice { session.voice }
  private var terminal: Terminal { session.terminal }

  func run() throws(Failure) -> ExitCode {
    let outcome = try take()
    if session.isJSON {
      try terminal.print(json(outcome))
    } else {
      try report(outcome)
    }
    guard !outcome.rejected.isEmpty else { return .ok }
    if options.continuing, outcome.taken > 0 {
      if !options.dryRun {
        terminal.report(
          voice(
            vi: "\(outcome.rejected.count) bản ghi bị từ chối, ghi ở \(rejectedPath)\n",
            en: "rejected: \(outcome.rejected.count) of \(items.count), see \(rejectedPath)\n"))
      } else {
        terminal.report(refusals(outcome).joined(separator: "\n") + "\n")
      }
      return .ok
    }
    throw Failure(.data, lines: refusals(outcome))
  }

  private func take() throws(Failure) -> Outcome {
    let progress = LiveProgress(
      voice(vi: "Nhập", en: "Import"), total: items.count, terminal: terminal)
    let rejects = options.continuing && !options.dryRun ? try OutputFile(rejectedPath) : nil
    let size = options.continuing ? Self.batch : max(items.count, 1)
    var outcome = Outcome()
    do throws(Failure) {
      for start in stride(from: 0, to: items.count, by: size) {
        let batch = Array(items[start..<min(start + size, items.count)])
        let report = try session.ask { () throws(DomainError) in
          try session.registry.importRecords(batch, options: options, by: session.actor) {
            progress.update(start + $0)
          }
        }
        outcome.add(report)
        if let rejects { try write(report.rejected, of: batch, to: rejects) }
        if options.continuing, report.committed, !terminal.errors.isTerminal {
          terminal.note(
            voice(
              vi: "đã ghi đến bản ghi \(start + batch.count)/\(items.count)",
              en: "committed up to record \(start + batch.count)/\(items.count)"))
        }
      }
      if outcome.rejected.isEmpty { rejects?.discard() } else { try rejects?.finish() }
    } catch {
      progress.clear()
      throw error
    }
    progress.finish(items.count)
    return outcome
  }

  private func write(
    _ rejections: [ImportReport.Rejection], of batch: [ImportItem], to file: OutputFile
  ) throws(Failure) {
    for rejection in rejections {
      let line = JSON.object(
        JSONObject([
          ("position", .string(rejection.position)), ("name", .string(rejection.name)),
          ("record", (try? batch[rejection.index].content.get()) ?? .null),
          ("errors", voice.json(of: rejection.error)),
        ]))
      try file.write(line.compact + "\n")
    }
  }

  private func report(_ outcome: Outcome) throws(Failure) {
    let rejected = outcome.rejected.count
    let (created, updated, unchanged) = (outcome.created, outcome.updated, outcome.unchanged)
    var line = voice(
      vi: "\(created) mới, \(updated) đã sửa, \(unchanged) giữ nguyên, \(rejected) bị từ chối",
      en: "\(created) created, \(updated) updated, \(unchanged) unchanged, \(rejected) rejected")
    if options.dryRun {
      line += voice(vi: " (chạy thử, không ghi gì)", en: " (dry run, nothing written)")
    } else if !outcome.isCommitted, !items.isEmpty {
      line += voice(vi: " (không ghi gì)", en: " (nothing written)")
    }
    try terminal.print(line)
    for (position, note) in outcome.notes.prefix(Self.shownNotes) {
      terminal.note("\(position): \(voice.errors.text(of: note, voice.language))")
    }
    let more = outcome.notes.count - Self.shownNotes
    if more > 0 {
      terminal.note(voice(vi: "… và \(more) ghi chú khác", en: "… and \(more) more notes"))
    }
  }

  private func refusals(_ outcome: Outcome) -> [String] {
    let count = outcome.rejected.count
    var lines = [
      options.continuing
        ? voice(
          vi: "\(count)/\(items.count) bản ghi bị từ chối",
          en: "rejected: \(count) of \(Voice.counted(items.count, "record", "records"))")
        : voice(
          vi: "\(count)/\(items.count) bản ghi bị từ chối; không ghi gì cả",
          en:
            "rejected: \(count) of \(Voice.counted(items.count, "record", "records")); nothing was written"
        )
    ]
    for rejection in outcome.rejected.prefix(Self.shownRejections) {
      let name = rejection.name.isEmpty ? "" : " (\(rejection.name))"
      for text in voice.lines(of: rejection.error) {
        lines.append("\(rejection.position)\(name): \(text)")
      }
    }
    let more = count - Self.shownRejections
    if more > 0 {
      lines.append(voice(vi: "… và \(more) bản ghi khác", en: "… and \(more) more"))
    }
    return lines
  }

  private func json(_ outcome: Outcome) -> JSON {
    let rejected = outcome.rejected.map { rejection -> JSON in
      [
        "position": .string(rejection.position), "name": .string(rejection.name),
        "errors": voice.json(of: rejection.error),
      ]
    }
    let notes = outcome.notes.map { position, note -> JSON in
      [
        "position": .string(position), "pointer": .string(note.path), "code": .string(note.key),
        "found": .string(note.found), "became": .string(note.became),
        "message": .string(voice.errors.text(of: note, voice.language)),
      ]
    }
    return [
      "created": JSON(outcome.created), "updated": JSON(outcome.updated),
      "unchanged": JSON(outcome.unchanged), "rejected": .array(rejected),
      "notes": .array(notes), "committed": .bool(outcome.isCommitted),
      "dry_run": .bool(options.dryRun),
    ]
  }
}
