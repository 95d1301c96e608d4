import Domain
import FoundationEssentials
import HTTP
import Outbound
import UseCases
import Web

/// `innoreg demo --story`: a register in a folder of its own, served on a free port while the story
/// is told, and gone afterwards.
enum StoryDemo {
  /// How long the problem takes proposals: long enough for two people who type by program.
  private static let openSeconds: Int64 = 12

  static func run(_ invocation: Invocation) throws(Failure) -> ExitCode {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "innoreg-story-\(UUID().uuidString)")
    do {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch { throw Failure(.cannotCreate, folder.path(), "\(error)") }
    defer { try? FileManager.default.removeItem(at: folder) }
    let session = try Session(
      invocation, at: folder.appending(path: "story.sqlite").path(), create: true, readers: 4)
    try session.ask { () throws(DomainError) in
      try session.registry.setCodePrefix(Registry.defaultCodePrefix, by: session.actor)
    }
    let example = try DemoCommand.load(into: session)
    let voice = session.voice
    session.terminal.note(
      voice(
        vi: "sổ đăng ký của câu chuyện có \(example.created) bản ghi ví dụ",
        en: "the story’s register holds \(example.created) example records"))
    let welcome = try session.ask { () throws(DomainError) in
      try session.registry.createAccountByHand(
        email: Story.adminAddress, name: "Quản trị viên", language: .vi, role: .admin,
        by: session.actor
      ).secret
    }
    let mail = StoryMail()
    var configuration = ServerConfiguration()
    configuration.port = 0
    var service = Service(
      session: session, configuration: configuration,
      logFormat: try invocation.choice("log-format", of: Logger.Format.self))
    service.logLevel = .warning
    service.mail = { writer throws(Failure) in
      guard let sender = Mailbox("innoreg@example.vn") else { return nil }
      return MailDispatch(writer: writer, sender: sender, lease: 60) { envelope in
        mail.take(envelope)
      }
    }
    var steps: [JSON] = []
    try service.serve { port, _, _ throws(Failure) in
      let teller = StoryTeller(port: port, mail: mail, password: Self.password) {
        step throws(Failure) in
        if session.isJSON {
          steps.append(step.json)
        } else {
          try session.terminal.print(voice.language.pick(step))
        }
      }
      var story = Story(
        teller: teller, welcome: welcome, openSeconds: Self.openSeconds, clock: Session.clock)
      do { try story.run() } catch let error as StoryTeller.Break {
        throw Failure(.software, error.call, error.detail)
      } catch let error as Failure { throw error } catch {
        throw Failure(.software, "\(error)")
      }
    }
    if session.isJSON { try session.terminal.print(["steps": .array(steps)] as JSON) }
    return .ok
  }

  /// Nobody can use it: the register is gone when the story ends.
  private static let password = "một câu chuyện có hậu"
}
