import Domain
import UseCases

/// `innoreg check`.
enum CheckCommand {
  static let command = Command(
    "check", summary: "Check that the register is sound",
    discussion: """
      Looks at the file's integrity, its references, the chain of the audit log, the change feed, \
      every record against what the log tells of it, the index against the database, the files and \
      what is sealed, and whether every added concept still fits the lexicon. Ends with 1 if something is wrong.
      """,
    examples: [Example("innoreg check", "Check everything")],
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      let checks = try session.ask { () throws(DomainError) in try session.registry.check() }
      try HealthView(session: session).print(checks)
      return checks.allSatisfy(\.faults.isEmpty) ? .ok : .negative
    })
}

/// Health checks for people and programs.
struct HealthView {
  let session: Session

  private static let shownFaults = 20

  func print(_ checks: [HealthCheck]) throws(Failure) {
    if session.isJSON {
      try session.terminal.print(Self.json(checks))
      return
    }
    let voice = session.voice
    let style = session.terminal.output.style
    var table = Table([
      Table.Column(voice(vi: "Kiểm tra", en: "Check")),
      Table.Column(voice(vi: "Số mục", en: "Examined"), .right),
      Table.Column(voice(vi: "Kết quả", en: "Result")),
    ])
    for check in checks {
      table.add(
        name(check), examined(check),
        check.faults.isEmpty
          ? voice(vi: "tốt", en: "sound")
          : voice(
            vi: "\(check.faults.count) lỗi",
            en: Voice.counted(check.faults.count, "fault", "faults")))
    }
    try session.terminal.print(table)
    for check in checks where !check.faults.isEmpty {
      for fault in check.faults.prefix(Self.shownFaults) {
        try session.terminal.print(style.red("\(name(check)): ") + Printable.text(fault))
      }
      let more = check.faults.count - Self.shownFaults
      if more > 0 {
        try session.terminal.print(voice(vi: "… và \(more) lỗi khác", en: "… and \(more) more"))
      }
    }
  }

  static func json(_ checks: [HealthCheck]) -> JSON {
    [
      "sound": .bool(checks.allSatisfy(\.faults.isEmpty)),
      "checks": .array(
        checks.map { check in
          [
            "name": .string(check.name), "examined": JSON(check.examined),
            "counts_sealed": .bool(check.countsSealed),
            "faults": .array(check.faults.map(JSON.string)),
          ]
        }),
    ]
  }

  /// How much was looked at. Nought would look as if nothing had been, where what is under seal was
  /// and is not counted.
  private func examined(_ check: HealthCheck) -> String {
    guard check.examined == 0, !check.countsSealed else { return String(check.examined) }
    return session.voice(vi: "không đếm khi còn niêm phong", en: "not counted while under seal")
  }

  private func name(_ check: HealthCheck) -> String {
    let voice = session.voice
    return switch check.name {
    case "integrity": voice(vi: "Tệp cơ sở dữ liệu", en: "Database file")
    case "foreign_keys": voice(vi: "Tham chiếu", en: "References")
    case "audit_chain": voice(vi: "Chuỗi nhật ký kiểm toán", en: "Audit chain")
    case "records": voice(vi: "Bản ghi so với nhật ký", en: "Records against the log")
    case "change_feed": voice(vi: "Dòng thay đổi", en: "Change feed")
    case "index": voice(vi: "Chỉ mục tìm kiếm", en: "Search index")
    case "files": voice(vi: "Tệp đính kèm", en: "Files")
    case "seals": voice(vi: "Đề xuất niêm phong", en: "Sealed proposals")
    case "lexicon": voice(vi: "Khái niệm đã thêm", en: "Added concepts")
    default: check.name
    }
  }
}
