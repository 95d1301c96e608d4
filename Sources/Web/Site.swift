import Domain
package import HTTP
package import UseCases

/// What every page and every call has at hand.
package struct Site: Sendable {
  /// The register.
  package let registry: Registry
  /// The sentences.
  package let messages: Messages
  /// How errors are told.
  package let errors: ErrorPresenter
  /// Where faults of the program are told.
  package let logger: Logger
  /// What notices say.
  package let notices: NoticeWriter
  /// What is measured.
  package let metrics: Metrics
  /// The identity provider that people may log in with.
  package let openID: OpenIDProvider?
  /// Numeric addresses of proxies whose `X-Forwarded-For` is believed.
  package let trustedProxies: Set<String>
  /// Who sends forms.
  let formTurns = FormTurns()

  /// Puts the site together.
  ///
  /// `address` is where people reach it, such as `https://dmst.example.vn`, for links.
  package init(
    registry: Registry, messages: Messages, logger: Logger, address: String? = nil,
    openID: OpenIDProvider? = nil, trustedProxies: Set<String> = []
  ) {
    self.openID = openID
    self.trustedProxies = trustedProxies
    self.registry = registry
    self.messages = messages
    self.logger = logger
    errors = ErrorPresenter(messages: messages, codes: registry.codes, places: registry.places)
    notices = NoticeWriter(messages: messages, codes: registry.codes, site: address)
    metrics = Metrics(gauges: [
      Metrics.Gauge("innoreg_indexed_organisations", help: "Organisations that matching can find.")
      { Double(registry.indexed.organisations) },
      Metrics.Gauge("innoreg_indexed_problems", help: "Problems that matching can find.") {
        Double(registry.indexed.problems)
      },
    ])
  }

  /// The whole service as one function, the outermost layer first.
  /// - Throws: `Router.Failure` where the URL table contradicts itself.
  package func handler() throws(Router.Failure) -> @Sendable (Request) -> Response {
    let router = try Router(routes + pages)
    return compose(
      [
        AccessLog.middleware(logger),
        RequestID.middleware,
        metrics.middleware,
        SecurityHeaders().middleware,
      ], around: { request in answerUnrouted(router.respond(to: request), request, router) })
  }
}
