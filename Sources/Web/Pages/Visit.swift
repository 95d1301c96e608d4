import Domain
import HTML
import HTTP
import UseCases

/// One visit of a page: the request with everything that was found out about it.
struct Visit: Sendable {
  /// The request.
  var request: Request
  /// The parts of its path.
  var parameters: PathParameters
  /// Who visits.
  let actor: Actor
  /// The session by which they do; nil for the public.
  let session: CurrentSession?
  /// Their account and where they belong; nil for the public.
  let person: AccountView?
  /// What the organisation is that they act for; nil where they act for none.
  var kind: OrganisationKind?
  /// In which language they read.
  let language: Language
  /// What forms of this page must send along to show that they come from this site.
  let formToken: String
  /// What was filled in; empty for a page that is only looked at.
  let posted: Query
  /// The files that were sent along.
  let files: [FormPart]
  /// The site that is visited.
  let site: Site
  /// Why the step that was just tried on this page was not taken.
  var refusal: DomainError?
  /// What of the address was not taken; nil where it was taken whole.
  var refusedQuery: RefusedQuery?
  /// Whether the form that was posted had been carried out with other words before.
  var wasSentBefore = false
  /// Whether a tie keeps this officer from every decision on what the page shows, so that none of
  /// its steps are offered.
  var isBarred = false

  /// A part of the path.
  func parameter(_ name: String) -> String { parameters[name] ?? "" }

  /// A sentence in the visitor's language.
  func say(_ key: String, _ values: [String: String] = [:]) -> String {
    site.messages(key, language, values)
  }

  /// What people read instead of a code.
  func word<C: Code>(_ code: C) -> String { language.pick(site.registry.codes.label(code)) }

  /// What people read instead of a code of a list.
  func word(_ list: String, _ code: String) -> String {
    language.pick(site.registry.codes.label(list, code))
  }

  /// The name of a province or commune.
  func place(_ code: String) -> String { language.pick(site.registry.places.name(code)) }

  /// Whence the visit comes, for logging in.
  var origin: Origin {
    Origin(address: actor.address, userAgent: request.headers["User-Agent"])
  }

  /// The text of a field, without the space around it; nil where it was left empty.
  func filled(_ name: String) -> String? {
    posted[name].map(\.trimmed).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The version of the record that the form was made from.
  var expectedVersion: Int? { posted["version"].flatMap(Int.init) }

  /// Sends the visitor on to another page, which says what has been done: `done` is a key below
  /// `done.` in the sentences.
  func goOn(to path: String, done: String? = nil) throws(DomainError) -> Response {
    let separator = path.contains("?") ? "&" : "?"
    let text = done.map { path + separator + "done=" + $0 } ?? path
    guard let path = LocalPath(text) else { throw .internalFault("redirect to \(text)") }
    return .redirect(to: path)
  }
}

extension Site {
  /// What a page does.
  typealias PageAction = @Sendable (Visit) throws(DomainError) -> Response

  /// The cookie that keeps the language that somebody has chosen.
  static let languageCookie = "innoreg-language"
  /// The cookie that keeps for which organisation somebody acts.
  static let organisationCookie = "__Host-innoreg-organisation"
  /// The cookie to which forms of visitors without a session are bound.
  static let formCookie = "__Host-innoreg-form"
  /// The field of every form that shows that it comes from this site.
  static let formTokenField = "form_token"

  /// A page that is looked at.
  func page(_ action: @escaping PageAction) -> Handler {
    { request, parameters in
      visit(request, parameters, form: Query(), action)
    }
  }

  /// A page that is looked at and holds a form for visitors without a session.
  func openPage(_ action: @escaping PageAction) -> Handler {
    { request, parameters in
      let (secret, isNew) = formSecret(of: request)
      var response = visit(request, parameters, form: Query(), formSecret: secret, action)
      if isNew, let cookie = SetCookie(Self.formCookie, secret) {
        response.headers.append("Set-Cookie", cookie.headerValue)
      }
      return response
    }
  }

  /// A form that is sent in: only one that this site has made for this visitor is taken.
  func submission(_ action: @escaping PageAction) -> Handler {
    { request, parameters in
      let language = pageLanguage(of: request, account: nil)
      guard request.contentType == .form || request.contentType == .multipartForm else {
        return refusalPage(.unsupportedMedia, request, language)
      }
      guard let (form, files) = Self.fields(of: request) else {
        return refusalPage(.unreadableForm, request, language)
      }
      let (secret, _) = formSecret(of: request)
      return visit(request, parameters, form: form, files: files, formSecret: secret) {
        visit throws(DomainError) in
        guard Credentials.equal(form[Self.formTokenField] ?? "", visit.formToken) else {
          return refusalPage(.csrfToken, request, visit.language)
        }
        return try visit.once {
          () throws(DomainError) in
          do throws(DomainError) { return try action(visit) } catch {
            guard case .keyReused = error else { throw error }
            return visit.sentBefore()
          }
        }
      }
    }
  }

  /// The texts and the files of a form; nil where it cannot be read.
  private static func fields(of request: Request) -> (form: Query, files: [FormPart])? {
    guard request.contentType == .multipartForm else {
      return (try? Query(form: request.body)).map { ($0, []) }
    }
    guard let parts = request.parts else { return nil }
    var texts: [(String, String)] = []
    for part in parts where part.fileName == nil {
      guard let text = String(validating: part.bytes, as: UTF8.self) else { return nil }
      texts.append((part.name, text))
    }
    return (Query(texts), parts.filter { $0.fileName != nil })
  }

  private func visit(
    _ request: Request, _ parameters: PathParameters, form: Query, files: [FormPart] = [],
    formSecret: String = "", _ action: PageAction
  ) -> Response {
    var language = pageLanguage(of: request, account: nil)
    var response: Response
    do throws(DomainError) {
      let caller = try visitor(request)
      let person: AccountView? =
        if caller.actor.account != nil { try registry.me(by: caller.actor) } else { nil }
      language = pageLanguage(of: request, account: person?.account.language)
      let visit = Visit(
        request: request, parameters: parameters, actor: caller.actor, session: caller.session,
        person: person, kind: kind(of: caller.actor), language: language,
        formToken: caller.session?.csrfToken
          ?? (formSecret.isEmpty ? "" : Credentials.csrfToken(ofSession: formSecret)),
        posted: form, files: files, site: self)
      do throws(DomainError) {
        response = try action(visit)
      } catch {
        response = pageWithout(error, visit, action) ?? answer(error, visit)
      }
    } catch {
      response = errorPage(error, request, language)
    }
    response.headers.setDefault("Cache-Control", "no-store")
    response.headers.setDefault("Vary", "Cookie, Accept-Language")
    response.headers.setDefault("Content-Language", language.rawValue)
    return response
  }

  /// What the organisation is that somebody acts for, by which their menu is chosen.
  private func kind(of actor: Actor) -> OrganisationKind? {
    guard actor.role == .member, let own = actor.organisation else { return nil }
    return (try? registry.organisation(own.text, by: actor))?.profile.kind
  }

  /// Who visits. Pages know nobody by a token; the organisation that somebody acts for is in a
  /// cookie, and where they have left it since, they act for their first.
  private func visitor(_ request: Request) throws(DomainError) -> Caller {
    let address = clientAddress(of: request)
    var anonymous = Actor.anonymous
    anonymous.address = address
    guard let secret = request.cookies[Self.sessionCookie] else {
      return Caller(actor: anonymous, session: nil)
    }
    let chosen = request.cookies[Self.organisationCookie]
    let found: (actor: Actor, session: LoginSession)?
    do throws(DomainError) {
      found = try registry.caller(session: secret, organisation: chosen)
    } catch {
      guard case .forbidden = error else { throw error }
      found = try registry.caller(session: secret, organisation: nil)
    }
    guard let found else { return Caller(actor: anonymous, session: nil) }
    var actor = found.actor
    actor.address = address
    return Caller(actor: actor, session: CurrentSession(id: found.session.id, secret: secret))
  }

  /// The language that the visitor has chosen here, else that of their account, else their
  /// browser's, else Vietnamese.
  func pageLanguage(of request: Request, account: Language?) -> Language {
    request.cookies[Self.languageCookie].flatMap(Language.init(rawValue:)) ?? account
      ?? Self.language(of: request)
  }

  private func formSecret(of request: Request) -> (secret: String, isNew: Bool) {
    if let secret = request.cookies[Self.formCookie], secret.utf8.count == Self.formSecretLength {
      return (secret, false)
    }
    return (Hexadecimal.text(Credentials.random(Self.formSecretLength / 2)), true)
  }

  /// 128 random bits in hexadecimal digits.
  private static let formSecretLength = 32

  /// Somebody who is not known is asked to log in and then comes back; every other error is told.
  private func answer(_ error: DomainError, _ visit: Visit) -> Response {
    if case .unauthenticated = error, visit.request.method.isSafe {
      let target = visit.request.target
      let wanted = Query([("next", target.rawPath + queryText(visit.request.query))])
      if let path = LocalPath("/login?" + wanted.encoded) { return .redirect(to: path) }
    }
    return errorPage(error, visit.request, visit.language, visit)
  }

  private func queryText(_ query: Query) -> String {
    query.items.isEmpty ? "" : "?" + query.encoded
  }
}
