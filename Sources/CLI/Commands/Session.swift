import Domain
import FoundationEssentials
import UseCases
import Web

/// An open register and how to speak about it, for one call of a command.
struct Session {
  let invocation: Invocation
  let registry: Registry
  let voice: Voice

  var terminal: Terminal { invocation.terminal }
  /// Whoever can run this tool on the machine itself may do everything.
  var actor: Actor { .commandLine }
  let isJSON: Bool

  /// Opens the database that the call names.
  ///
  /// `elsewhere` names another file than that.
  ///
  /// - Throws: `Failure`; where there is no such file, one that says how to make it.
  init(
    _ invocation: Invocation, at elsewhere: String? = nil, create: Bool = false, readers: Int = 2,
    needsKey: Bool = false, scan: FileScan? = nil
  ) throws(Failure) {
    let path = if let elsewhere { elsewhere } else { try invocation.string("database") }
    let language = try invocation.language
    if !create, !FileManager.default.fileExists(atPath: path) {
      throw Failure(
        .noInput,
        language(vi: "không có cơ sở dữ liệu \(path)", en: "there is no database \(path)"),
        language(
          vi: "tạo mới bằng: innoreg --database \(path) init",
          en: "create it with: innoreg --database \(path) init"))
    }
    let key: KeySource =
      elsewhere == nil
      ? try Self.keySource(invocation, isNeeded: create || needsKey) : .beside
    do {
      registry = try .open(
        path: path, create: create, readers: readers, key: key,
        scan: scan, clock: Self.clock)
    } catch {
      throw Self.failure(error, language)
    }
    self.invocation = invocation
    isJSON = try invocation.flag("json")
    voice = try Voice(language, codes: registry.codes, places: registry.places)
  }

  /// Where the call says that the master key is.
  private static func keySource(
    _ invocation: Invocation, isNeeded: Bool
  ) throws(Failure) -> KeySource {
    try invocation.optionalString("key-file").map(KeySource.file)
      ?? (isNeeded ? .beside : .besideIfThere)
  }

  /// The one place where the tool looks at the clock.
  static let clock: @Sendable () -> Instant = { Instant(Date()) }

  /// The codes, places and concepts that are baked into the program.
  static func reference() throws(Failure) -> ReferenceData {
    do { return try ReferenceData.bakedIn.get() } catch {
      throw Failure(.software, "\(error.source): \(error.detail)")
    }
  }

  /// Asks the register for something; its errors end the command. What was looked at that is
  /// confidential is written down before it is shown.
  func ask<Result>(_ question: () throws(DomainError) -> Result) throws(Failure) -> Result {
    do {
      let result = try question()
      try registry.writeAccesses()
      return result
    } catch { throw voice.failure(error) }
  }

  /// Loads the index, which the search commands need.
  func loadIndex() throws(Failure) {
    try ask { () throws(DomainError) in try registry.follow() }
  }

  /// Tells what the register understood differently from how it was written.
  func tell(_ notes: [Note]) {
    for note in notes { terminal.note(voice.errors.text(of: note, voice.language)) }
  }

  /// Checks the register in a file, which is closed again afterwards. Its key is not needed.
  static func examine(_ path: String, _ voice: Voice) throws(Failure) -> [HealthCheck] {
    let registry: Registry
    do {
      registry = try .open(path: path, create: false, readers: 1, key: .none, clock: clock)
    } catch {
      throw failure(error, voice.language)
    }
    do {
      let checks = try registry.check()
      try registry.close()
      return checks
    } catch {
      throw voice.failure(error)
    }
  }

  static func failure(_ error: OpenFailure, _ language: Language) -> Failure {
    switch error {
    case .cannotOpen(let path, let detail):
      Failure(
        .noInput,
        language(
          vi: "không mở được cơ sở dữ liệu \(path)", en: "cannot open the database \(path)"),
        detail)
    case .newer(let applied, let known):
      Failure(
        .data,
        language(
          vi: "cơ sở dữ liệu do bản innoreg mới hơn tạo ra "
            + "(bước \(applied), bản này biết đến \(known))",
          en: "a newer innoreg made this database (step \(applied), this one knows \(known))"),
        language(vi: "hãy cài bản innoreg mới hơn", en: "install a newer innoreg"))
    case .altered(let number, let name):
      Failure(
        .data,
        language(
          vi: "bước \(number) (\(name)) trong cơ sở dữ liệu khác với bước của bản innoreg này",
          en: "step \(number) (\(name)) in the database is not the one that this innoreg carries"),
        language(
          vi: "hãy dùng đúng bản innoreg đã tạo ra nó, hoặc phục hồi từ bản sao lưu",
          en: "use the innoreg that made it, or restore a backup"))
    case .migrationFailed(let number, let name, let detail):
      Failure(
        .software,
        language(
          vi: "không nâng cấp được cơ sở dữ liệu ở bước \(number) (\(name)); chưa có gì thay đổi",
          en: "cannot bring the database up to date at step \(number) (\(name)); nothing changed"),
        detail)
    case .reference(let source, let detail): Failure(.software, "\(source): \(detail)")
    case .key(let path, let fault): failure(fault, path, language)
    }
  }

  private static func failure(
    _ fault: OpenFailure.KeyFault, _ path: String, _ language: Language
  ) -> Failure {
    let what = language(
      vi: "không dùng được khoá chính \(path)", en: "cannot use the master key \(path)")
    let why =
      switch fault {
      case .missing:
        language(
          vi: "không có tệp này; hãy chép lại từ bản cất giữ, hoặc chỉ ra bằng --key-file",
          en: "there is no such file; put your copy back, or name it with --key-file")
      case .unreadable(let reason): reason
      case .malformed:
        language(
          vi: "tệp phải có 64 chữ số thập lục phân", en: "it must be 64 hexadecimal digits")
      case .exposed:
        language(
          vi: "người khác đọc được tệp; hãy chạy: chmod 600 \(path)",
          en: "others can read it; run: chmod 600 \(path)")
      case .foreign:
        language(
          vi: "đây là khoá của một sổ đăng ký khác", en: "it is the key of another register")
      }
    return Failure(.configuration, what, why)
  }
}
