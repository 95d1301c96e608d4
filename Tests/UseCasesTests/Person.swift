import Domain
import Storage
import UseCases

/// A person of a test, as they use the register.
struct Person {
  let world: World
  let email: String
  var password = "một câu dài dễ nhớ"
  var origin = Origin(address: "203.0.113.7", userAgent: "Mozilla/5.0")

  var registry: Registry { world.registry }

  init(_ world: World, _ email: String = "an@example.vn") {
    self.world = world
    self.email = email
  }

  func register(name: String = "An") throws(DomainError) {
    try registry.register(
      ["email": .string(email), "password": .string(password), "name": .string(name)],
      from: origin)
  }

  func confirm(_ secret: String) throws(DomainError) -> Account {
    try registry.confirm(
      ["token": .string(secret), "password": .string(password)], from: origin)
  }

  /// Registers and confirms.
  func join() throws -> Account {
    try register()
    return try confirm(try world.lastSecret(to: email))
  }

  func signIn(code: String? = nil) throws(DomainError) -> SignedIn {
    var body: JSON = ["email": .string(email), "password": .string(password)]
    if let code { body = body.merging(["code": .string(code)]) }
    return try registry.signIn(body, from: origin)
  }

  /// Who they are once they have logged in.
  func actor(for organisation: String? = nil) throws -> Actor {
    guard
      let found = try registry.caller(
        session: try signIn().secret, organisation: organisation)
    else { throw DomainError.unauthenticated }
    return found.actor
  }
}

extension World {
  /// What waits to be told.
  func notices() throws(DomainError) -> [Notice] {
    try store.read { db throws(DomainError) in try db.notices(limit: 1000).map(\.notice) }
  }

  func kinds() throws(DomainError) -> [Notice.Kind] { try notices().map(\.kind) }

  /// The secret of the last link that was sent to an address.
  func lastSecret(to email: String) throws -> String {
    let secrets = try notices().filter { notice in
      if case .address(email, _) = notice.audience { return true }
      return false
    }.compactMap { $0.values["secret"] }
    guard let last = secrets.last else { throw DomainError.internalFault("no mail to \(email)") }
    return last
  }

  /// What an authenticator application shows at the register's time, by another implementation.
  func code(_ secret: String, offset: Int64 = 0) throws -> String {
    let script = """
      import base64, hashlib, hmac, struct, sys
      key = base64.b32decode(sys.argv[1])
      digest = hmac.new(key, struct.pack(">Q", int(sys.argv[2]) // 30), hashlib.sha1).digest()
      start = digest[-1] & 15
      number = struct.unpack(">I", digest[start:start + 4])[0] & 0x7fffffff
      print("%06d" % (number % 1000000))
      """
    let time = String(registry.now.seconds + offset)
    return try Python.run([script, secret, time]).trimmed
  }
}
