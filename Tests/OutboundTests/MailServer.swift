import FoundationEssentials
import Glibc
import Testing

/// A real mail server (aiosmtpd) on a free port, which keeps what it takes as files.
final class MailServer: Sendable {
  let port: UInt16
  let folder: URL
  private let process: pid_t

  /// - Parameters:
  ///   - mode: `plain`, `starttls`, `smtps` or `auth`
  ///   - reply: the answer to every recipient instead of taking it
  /// - Throws: what keeps it from starting.
  init(_ mode: String = "plain", reply: String = "") throws {
    folder = FileManager.default.temporaryDirectory
      .appending(path: "innoreg-smtp-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    if mode != "plain" { try Self.makeCertificate(in: folder) }
    let script = folder.appending(path: "server.py")
    try Data(Self.script.utf8).write(to: script)
    process = try Self.start(["/usr/bin/python3", script.path(), folder.path(), mode, reply])
    let file = folder.appending(path: "port")
    var found: UInt16?
    for _ in 0..<6000 where found == nil {
      usleep(10_000)
      found = (try? Data(contentsOf: file)).flatMap { UInt16(String(decoding: $0, as: UTF8.self)) }
    }
    port = try #require(found, "the mail server does not start; is python3-aiosmtpd installed?")
  }

  deinit {
    kill(process, SIGKILL)
    var status: Int32 = 0
    _ = unsafe waitpid(process, &status, 0)
    try? FileManager.default.removeItem(at: folder)
  }

  /// The certificate that the server shows.
  var authority: String { folder.appending(path: "cert.pem").path() }

  /// What was taken, in order: a line `SENDER RECIPIENT`, then the message.
  var taken: [String] {
    (1...).lazy.map { self.folder.appending(path: "\($0).mail") }
      .prefix { FileManager.default.fileExists(atPath: $0.path()) }
      .map { (try? Data(contentsOf: $0)).map { String(decoding: $0, as: UTF8.self) } ?? "" }
  }

  static func start(_ arguments: [String]) throws -> pid_t {
    var strings: [UnsafeMutablePointer<CChar>?] = unsafe arguments.map { unsafe strdup($0) }
    unsafe strings.append(nil)
    defer { unsafe strings.forEach { unsafe free($0) } }
    var process: pid_t = 0
    let code = unsafe posix_spawn(&process, arguments[0], nil, nil, strings, environ)
    try #require(code == 0, "cannot start \(arguments[0])")
    return process
  }

  private static func makeCertificate(in folder: URL) throws {
    let process = try start([
      "/usr/bin/openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
      "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout",
      folder.appending(path: "key.pem").path(), "-out", folder.appending(path: "cert.pem").path(),
      "-batch",
    ])
    var status: Int32 = 0
    _ = unsafe waitpid(process, &status, 0)
    try #require(status == 0, "openssl")
  }

  private static let script = #"""
    import asyncio, os, ssl, sys
    from aiosmtpd.smtp import SMTP, AuthResult

    folder, mode, reply = sys.argv[1:4]

    class Keep:
        count = 0
        async def handle_RCPT(self, server, session, envelope, address, options):
            if reply:
                return reply
            envelope.rcpt_tos.append(address)
            return '250 OK'
        async def handle_DATA(self, server, session, envelope):
            self.count += 1
            path = os.path.join(folder, f'{self.count}.mail')
            with open(path + '.part', 'wb') as file:
                file.write(f'{envelope.mail_from} {" ".join(envelope.rcpt_tos)}\n'.encode())
                file.write(envelope.original_content)
            os.rename(path + '.part', path)
            return '250 OK'

    def login(server, session, envelope, mechanism, data):
        return AuthResult(success=data.login == b'registry' and data.password == 'mật khẩu'.encode())

    options, context = {}, None
    if mode != 'plain':
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(os.path.join(folder, 'cert.pem'), os.path.join(folder, 'key.pem'))
    if mode in ('starttls', 'auth'):
        options.update(tls_context=context, require_starttls=True)
    if mode == 'auth':
        options.update(authenticator=login, auth_required=True)

    async def main():
        keep = Keep()
        server = await asyncio.get_running_loop().create_server(
            lambda: SMTP(keep, **options), '127.0.0.1', 0,
            ssl=context if mode == 'smtps' else None)
        path = os.path.join(folder, 'port')
        with open(path + '.part', 'w') as file:
            file.write(str(server.sockets[0].getsockname()[1]))
        os.rename(path + '.part', path)
        await server.serve_forever()

    asyncio.run(main())
    """#
}
