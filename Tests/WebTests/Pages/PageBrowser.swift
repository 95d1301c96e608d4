import Domain
import HTTP
import Testing
import UseCases

/// A browser that reads pages: it keeps cookies, sends forms as they stand in the page, and goes
/// where it is led.
struct PageBrowser {
  let service: Service
  let language: Language
  private var cookies: [(name: String, value: String)] = []
  /// The page that it shows.
  private(set) var page: Reply
  /// The path and query of that page.
  private(set) var target = "/"

  init(_ service: Service, _ language: Language = .vi) throws {
    self.service = service
    self.language = language
    page = Reply(try service.client.send(.GET, "/healthz"))
  }

  /// A browser in which somebody with a new account has logged in.
  init(
    _ service: Service, as email: String, role: Role? = nil, _ language: Language = .vi
  ) throws {
    try self.init(service, language)
    let made = try service.registry.createAccountByHand(
      email: email, name: "Lê An", language: language, role: role, by: .commandLine)
    try open("/reset?token=" + made.secret)
    try submit("/reset/complete", ["password": Browser.password])
    try #require(target == "/login?done=password_set")
    try logIn(email)
  }

  /// A browser in which somebody has logged in who has claimed an organisation and got it.
  init(
    _ service: Service, owning organisation: String, as email: String = "chu@example.vn",
    _ language: Language = .vi
  ) throws {
    try self.init(service, as: email, language)
    try join(organisation, as: email)
    try #require(target == "/my?done=member_joined", "\(target)")
  }

  /// Accepts an invitation to an organisation.
  mutating func join(_ organisation: String, as email: String) throws {
    let invited = try service.post(
      "/api/v1/organisations/\(organisation)/invitations",
      ["email": .string(email), "role": "owner"], as: .member(organisation))
    try #require(invited.status == 201, "\(invited.text)")
    try service.registry.keepTime()
    var secret: String?
    while secret == nil, let job = try service.registry.claimMail(lease: 60) {
      secret = job.notices.first { $0.kind == .memberInvited }?.values["secret"]
    }
    try open("/invitation?token=" + (try #require(secret)))
    try submit("/invitation")
  }

  mutating func logIn(_ email: String, password: String = Browser.password) throws {
    try open("/login")
    try submit("/login", ["email": email, "password": password])
  }

  private var fields: [(String, String)] {
    var fields = [("Accept-Language", language.rawValue), ("Accept", "text/html")]
    if !cookies.isEmpty {
      fields.append(
        ("Cookie", cookies.map { $0.name + "=" + $0.value }.joined(separator: "; ")))
    }
    return fields
  }

  /// Opens a page, following redirections.
  @discardableResult
  mutating func open(_ target: String) throws -> Reply {
    self.target = target
    return try take(Reply(try service.client.send(.GET, target, headers: fields)))
  }

  /// Opens a page that leads elsewhere, and says where instead of going there.
  mutating func leave(_ target: String) throws -> String {
    let reply = Reply(try service.client.send(.GET, target, headers: fields))
    keep(reply)
    return try #require(reply.headers["Location"], "\(target): \(reply.status)")
  }

  /// Sends the first form with that action, its hidden fields included, with these values in it.
  @discardableResult
  mutating func submit(
    _ action: String, _ values: [String: String] = [:], all lists: [String: [String]] = [:]
  ) throws -> Reply {
    let sent =
      try form(action).filter { values[$0.0] == nil && lists[$0.0] == nil }
      + values.map { ($0.key, $0.value) }
      + lists.flatMap { name, texts in texts.map { (name, $0) } }
    return try post(
      action, "application/x-www-form-urlencoded", Array(Query(sent).encoded.utf8))
  }

  /// Sends the first form with that action with a file, and these values in it. A file without a
  /// name and bytes is what browsers send where none was chosen.
  @discardableResult
  mutating func upload(
    _ action: String, _ name: String, _ bytes: [UInt8], _ values: [String: String] = [:],
    as field: String = "file", copies: Int = 1
  ) throws -> Reply {
    let boundary = "x-ranh-gioi-x"
    var body: [UInt8] = []
    let sent =
      try form(action).filter { values[$0.0] == nil } + values.map { ($0.key, $0.value) }
    for (field, value) in sent {
      body += Array(
        "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(field)\"\r\n\r\n\(value)\r\n"
          .utf8)
    }
    for _ in 0..<copies {
      body += Array(
        """
        --\(boundary)\r\nContent-Disposition: form-data; name="\(field)"; filename="\(name)"\r\n\
        Content-Type: application/octet-stream\r\n\r\n
        """.utf8)
      body += bytes + Array("\r\n".utf8)
    }
    body += Array("--\(boundary)--\r\n".utf8)
    return try post(action, "multipart/form-data; boundary=" + boundary, body)
  }

  /// Sends a body as it is.
  @discardableResult
  mutating func post(_ action: String, _ type: String, _ body: [UInt8]) throws -> Reply {
    target = action
    return try take(
      Reply(
        try service.client.send(
          .POST, action, headers: fields + [("Content-Type", type)], body: body)))
  }

  /// Whether the page has a form with that action.
  func offers(_ action: String) -> Bool { place(of: action) != nil }

  /// The words of the page's heading.
  var heading: String {
    page.text.firstMatch(of: /<h1>([^<]*)<\/h1>/).map { Self.unescaped($0.1) } ?? ""
  }

  private func place(of action: String) -> Range<String.Index>? {
    page.text.firstRange(of: "<form method=\"post\" action=\"\(action)\"")
  }

  /// The hidden fields and what stands in the others of the first form with that action.
  private func form(_ action: String) throws -> [(String, String)] {
    let start = try #require(
      place(of: action), "no form \(action) on \(target) \(page.status)")
    let rest = page.text[start.upperBound...]
    let form = rest[..<(rest.firstRange(of: "</form>")?.lowerBound ?? rest.endIndex)]
    var fields = form.matches(of: /<input type="hidden" name="([^"]*)" value="([^"]*)">/)
      .map { (String($0.1), Self.unescaped($0.2)) }
    for match in form.matches(
      of: /<input type="(?:text|email|tel|url|date)" value="([^"]*)"[^>]* name="([^"]*)"/)
    {
      fields.append((String(match.2), Self.unescaped(match.1)))
    }
    for match in form.matches(of: /<textarea[^>]* name="([^"]*)"[^>]*>([^<]*)<\/textarea>/) {
      fields.append((String(match.1), Self.unescaped(match.2)))
    }
    for select in form.matches(of: /<select[^>]* name="([^"]*)"[^>]*>(.*?)<\/select>/) {
      if let chosen = select.2.firstMatch(of: /<option value="([^"]*)" selected>/) {
        fields.append((String(select.1), String(chosen.1)))
      }
    }
    for box in form.matches(
      of: /<input type="(?:checkbox|radio)"[^>]* name="([^"]*)" value="([^"]*)" checked/)
    {
      fields.append((String(box.1), String(box.2)))
    }
    return fields
  }

  private static func unescaped(_ text: Substring) -> String {
    String(text).replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing(
      "&quot;", with: "\""
    )
    .replacing("&#39;", with: "'").replacing("&amp;", with: "&")
  }

  private mutating func keep(_ reply: Reply) {
    for line in reply.headers.all("Set-Cookie") {
      let pair = line.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
      guard let name = pair.first.map(String.init) else { continue }
      cookies.removeAll { $0.name == name }
      if !line.contains("Max-Age=0"), pair.count == 2 { cookies.append((name, String(pair[1]))) }
    }
  }

  private mutating func take(_ reply: Reply, hops: Int = 0) throws -> Reply {
    keep(reply)
    guard reply.status == 303, hops < 5, let next = reply.headers["Location"] else {
      page = reply
      return reply
    }
    target = next
    return try take(Reply(try service.client.send(.GET, next, headers: fields)), hops: hops + 1)
  }
}
