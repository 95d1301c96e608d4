import Domain
import FoundationEssentials
import Glibc
import HTTP

/// Tells a story by living it: calls the API as one person after another, prints what came of each
/// step, and ends where something comes of one that should not.
final class StoryTeller {
  /// Somebody in the story, with the session that the browser would hold.
  struct Person {
    /// What the story calls them.
    let name: Bilingual
    /// Their address.
    let email: String
    /// Their session's cookie and the token that goes with changes; empty until they log in.
    var cookie = ""
    var csrfToken = ""
    /// Their account.
    var account = ""
  }

  /// An answer of the API.
  struct Answer {
    /// The status.
    let status: Int
    /// The document; null where there is none.
    let json: JSON
    /// The entity tag of a single record.
    let tag: String?

    /// The identifier of the record.
    var id: String { json["id"]?.text ?? "" }
    /// What an error is called.
    var code: String { json["code"]?.text ?? "" }
  }

  /// A step that came out otherwise than it should.
  struct Break: Error {
    /// What was asked.
    let call: String
    /// What was expected and what came.
    let detail: String
  }

  private let client: TestClient
  private let mail: StoryMail
  private let password: String
  private let tell: (Bilingual) throws(Failure) -> Void
  private var number = 0

  /// A teller who calls a service on this machine.
  ///
  /// - Parameters:
  ///   - port: where the service listens.
  ///   - mail: where its messages go.
  ///   - password: the password of everybody in the story.
  ///   - tell: says what came of a step.
  init(
    port: UInt16, mail: StoryMail, password: String,
    tell: @escaping (Bilingual) throws(Failure) -> Void
  ) {
    client = TestClient(port: port, seconds: 60)
    self.mail = mail
    self.password = password
    self.tell = tell
  }

  /// Says what came of a step.
  func say(_ vi: String, _ en: String) throws(Failure) {
    number += 1
    try tell(Bilingual(vi: "\(number). \(vi)", en: "\(number). \(en)"))
  }

  /// Calls the API.
  /// - Throws: `Break` where the answer has another status than the one expected.
  @discardableResult func call(
    _ method: Method, _ path: String, _ body: JSON? = nil, as person: Person? = nil,
    expecting status: Int = 200, tag: String? = nil
  ) throws(Break) -> Answer {
    var headers: [(String, String)] = [("Accept-Language", "vi")]
    if let person, !person.cookie.isEmpty {
      headers.append(("Cookie", person.cookie))
      if !method.isSafe { headers.append(("X-CSRF-Token", person.csrfToken)) }
    }
    if let tag { headers.append(("If-Match", tag)) }
    if body != nil {
      headers.append(
        (
          "Content-Type",
          method == .PATCH ? "application/merge-patch+json" : "application/json"
        ))
    }
    let what = "\(method.name) \(path)"
    let received: TestClient.Answer
    do {
      received = try client.send(
        method, "/api/v1" + path, headers: headers, body: Array((body?.compact ?? "").utf8))
    } catch { throw Break(call: what, detail: "\(error)") }
    let json = (try? JSONParser.parse(received.body)) ?? .null
    guard received.status == status else {
      throw Break(call: what, detail: "\(status) ≠ \(received.status): \(json.compact)")
    }
    return Answer(status: received.status, json: json, tag: received.headers["ETag"])
  }

  /// Makes an account and confirms it by the link that comes by mail.
  func register(_ person: inout Person) throws(Break) {
    try call(
      .POST, "/accounts",
      [
        "email": .string(person.email), "name": .string(person.name.vi),
        "password": .string(password),
      ], expecting: 202)
    try call(
      .POST, "/accounts/confirm",
      ["token": .string(try secret(to: person)), "password": .string(password)])
    try logIn(&person)
  }

  /// Sets the password by the secret that the operator hands over, and logs in.
  func welcome(_ person: inout Person, secret: String) throws(Break) {
    try call(
      .POST, "/password-resets/complete",
      ["token": .string(secret), "password": .string(password)], expecting: 204)
    try logIn(&person)
  }

  private func logIn(_ person: inout Person) throws(Break) {
    let what = "POST /sessions"
    let received: TestClient.Answer
    let body: JSON = ["email": .string(person.email), "password": .string(password)]
    do {
      received = try client.send(
        .POST, "/api/v1/sessions", headers: [("Content-Type", "application/json")],
        body: Array(body.compact.utf8))
    } catch { throw Break(call: what, detail: "\(error)") }
    let json = (try? JSONParser.parse(received.body)) ?? .null
    guard received.status == 201, let token = json["csrf_token"]?.text,
      let cookie = received.headers["Set-Cookie"]?.prefix(while: { $0 != ";" })
    else { throw Break(call: what, detail: "\(received.status): \(json.compact)") }
    person.cookie = String(cookie)
    person.csrfToken = token
    person.account = try call(.GET, "/me", as: person).id
  }

  /// The secret in the newest message to somebody.
  func secret(to person: Person) throws(Break) -> String {
    let deadline = ContinuousClock.now + .seconds(20)
    while ContinuousClock.now < deadline {
      if let secret = mail.takeSecret(to: person.email) { return secret }
      usleep(20_000)
    }
    throw Break(call: "mail", detail: "nothing came for \(person.email)")
  }

  /// The newest that somebody was told in the service, which comes a moment after the act.
  func notification(to person: Person) throws(Break) -> Bilingual {
    let deadline = ContinuousClock.now + .seconds(20)
    while ContinuousClock.now < deadline {
      let list = try call(.GET, "/notifications?limit=1", as: person)
      if let subject = list.json["items"]?.elements?.first?["subject"],
        let vi = subject["vi"]?.text, let en = subject["en"]?.text
      {
        return Bilingual(vi: vi, en: en)
      }
      usleep(20_000)
    }
    throw Break(call: "GET /notifications", detail: "nothing came for \(person.email)")
  }

  /// Waits until a moment has passed.
  func wait(until moment: Instant, _ clock: () -> Instant) {
    while clock() <= moment { usleep(50_000) }
  }
}

extension StoryTeller {
  /// Waits until the service has closed a problem whose deadline has passed, which it does by
  /// itself.
  func waitForClosing(of problem: String) throws(Break) {
    let deadline = ContinuousClock.now + .seconds(20)
    while ContinuousClock.now < deadline {
      let record = try call(.GET, "/problems/" + problem)
      if record.json["status"]?.text == "closed" { return }
      usleep(20_000)
    }
    throw Break(call: "GET /problems/\(problem)", detail: "it is not closed")
  }
}
