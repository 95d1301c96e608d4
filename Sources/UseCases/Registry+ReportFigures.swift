import Domain
import Storage

extension Registry {
  /// The figures on a period as they are at a moment.
  func report(on period: ReportPeriod, _ now: Instant) throws(DomainError) -> Report {
    let compared = reportCalendar.yearBefore(period)
    let isRunning = now + 1 < period.end
    let end = isRunning ? now + 1 : period.end
    var spans = ReportSpans(time: period.start..<max(end, period.start), before: nil)
    if let compared {
      // As far into the year before as the register is into this one.
      let reached = isRunning ? now.aYearBefore + 1 : compared.end
      spans.before =
        compared.start..<max(min(reached, compared.end), compared.start)
    }
    let (times, places) = (spans, places)
    let rows = try store.read { db throws(DomainError) in
      var count = ReportCount(times: times, places: places)
      try count.organisations(&db)
      try count.problems(&db)
      try count.proposals(&db)
      try count.engagements(&db)
      try count.support(&db)
      try count.introductions(&db)
      try count.dataRequests(&db)
      return count.rows
    }
    return Report(
      period: period, compared: compared, comparedUntil: times.endBefore,
      until: isRunning ? now : period.end + -1, madeAt: now,
      due: reportCalendar.due(of: period, workingDays), rows: rows)
  }
}

extension Instant {
  /// The same time of the same day a year before, in Vietnam.
  fileprivate var aYearBefore: Instant {
    let day = CalendarDay(inVietnam: self)
    return self + Int64(day.adding(months: -12).number - day.number) * 86_400
  }
}

/// The stretches of time that figures are made of.
private struct ReportSpans: Sendable {
  /// The period, as far as it has gone.
  let time: Range<Instant>
  /// The year before, as far.
  var before: Range<Instant>?

  /// Everything up to the end of the period.
  var all: Range<Instant> { Range<Instant>.always.lowerBound..<time.upperBound }
  /// The last moment of the period.
  var end: Instant { time.upperBound + -1 }
  /// The last moment of the year before.
  var endBefore: Instant? { before.map { $0.upperBound + -1 } }
}

/// Counts what a report tells, section by section.
private struct ReportCount {
  let times: ReportSpans
  let places: Gazetteer
  private(set) var rows: [Report.Row] = []

  /// Of how many different waits a median is made: ten years of days.
  private static let mostWaits = 3653
  /// The most records of which a figure is summed.
  private static let mostRecords = 10_000

  init(times: ReportSpans, places: Gazetteer) {
    self.times = times
    self.places = places
  }

  mutating func organisations(_ db: inout Database) throws(DomainError) {
    let entered: [Organisation.Status] = [.submitted, .verified]
    let registered = try across { time throws(DomainError) in
      try db.organisationArrivals(in: entered, during: time)
    }
    let verified = try across { time throws(DomainError) in
      try db.organisationArrivals(in: [.verified], during: time)
    }
    let standing = try db.organisations(in: .verified, at: times.end)
    let kinds = OrganisationKind.allCases.map(\.rawValue)
    add(.organisationsRegistered, by: OrganisationKind.list, kinds, registered)
    add(
      .organisationsVerified, by: OrganisationKind.list, kinds,
      (verified.time, verified.before, standing))
    let classes = try atEnds { moment throws(DomainError) in
      try db.verifiedOrganisationsByClass(at: moment)
    }
    for legal in LegalClass.allCases {
      let row = Report.Row(
        .organisationsByClass, of: Report.Kind(list: LegalClass.list, code: legal.rawValue),
        yearBefore: classes.before.map { Report.Amount($0[legal.rawValue] ?? 0) },
        standing: Report.Amount(classes.end[legal.rawValue] ?? 0))
      if !row.isEmpty { rows.append(row) }
    }
    let places = places
    let mentors = try atEnds { moment throws(DomainError) in
      try db.incubators(at: moment, places, limit: Self.mostRecords).reduce(0) { $0 + $1.mentors }
    }
    state(.mentors, mentors)
    try median(.verificationDays) { time throws(DomainError) in
      try db.verificationWaits(during: time, limit: Self.mostWaits)
    }
  }

  mutating func problems(_ db: inout Database) throws(DomainError) {
    let published = try across { time throws(DomainError) in try db.publications(during: time) }
    add(
      .problemsPublished, by: Field.list, Field.allCases.map(\.rawValue) + [""], published,
      withEmpty: false)
    let reached = try across { time throws(DomainError) in try db.problemArrivals(during: time) }
    let standing = try atEnds { moment throws(DomainError) in
      try db.publicProblems(at: moment)
    }
    func stood(_ states: [Problem.Status], _ counts: [String: Int]) -> Int {
      states.reduce(0) { $0 + (counts[$1.rawValue] ?? 0) }
    }
    let open: [Problem.Status] = [.published, .suspended]
    state(.problemsOpen, (stood(open, standing.end), standing.before.map { stood(open, $0) }))
    let ways: [(ReportFigure, Problem.Status, [Problem.Status])] = [
      (.problemsClosed, .closed, [.closed, .reviewing]),
      (.problemsAwarded, .awarded, [.awarded, .inProgress]),
      (.problemsSolved, .solved, [.solved]), (.problemsFailed, .failed, [.failed]),
      (.problemsNoAward, .noAward, [.noAward]), (.problemsCancelled, .cancelled, [.cancelled]),
    ]
    for (figure, arrival, states) in ways {
      rows.append(
        Report.Row(
          figure, inPeriod: Report.Amount(reached.time[arrival.rawValue] ?? 0),
          yearBefore: reached.before.map { Report.Amount($0[arrival.rawValue] ?? 0) },
          standing: Report.Amount(stood(states, standing.end))))
    }
    try median(.awardDays) { time throws(DomainError) in
      try db.awardWaits(during: time, limit: Self.mostWaits)
    }
    try event(.questionsAnswered) { time throws(DomainError) in
      try db.arrivals(of: .question, in: Question.Status.answered.rawValue, during: time)
    }
    try median(.answerDays) { time throws(DomainError) in
      try db.answerWaits(during: time, limit: Self.mostWaits)
    }
  }

  mutating func proposals(_ db: inout Database) throws(DomainError) {
    try event(.invitationsSent) { time throws(DomainError) in
      try db.outcomeCounts(during: time)[Outcome.Kind.invited.rawValue] ?? 0
    }
    try event(.invitationsAnswered) { time throws(DomainError) in
      try db.invitationsAnswered(during: time)
    }
    try event(.proposalsOpened) { time throws(DomainError) in
      try db.proposalsOpened(during: time)
    }
  }

  mutating func engagements(_ db: inout Database) throws(DomainError) {
    try event(.engagementsStarted) { time throws(DomainError) in
      try db.arrivals(of: .engagement, in: Engagement.Status.active.rawValue, during: time)
    }
    let work = try atEnds { moment throws(DomainError) in
      try db.engagementsGoingOn(at: moment, limit: Self.mostRecords)
    }
    state(.engagementsActive, (work.end.count, work.before.map(\.count)))
    try event(.milestonesAccepted) { time throws(DomainError) in
      try db.acts("accept_milestone", on: .engagement, during: time)
    }
    func sum(_ value: (EngagementStanding) -> Int, _ work: [EngagementStanding]) -> Int {
      work.reduce(0) { $0 + value($1) }
    }
    state(
      .milestonesOverdue,
      (sum(\.overdue, work.end), work.before.map { sum(\.overdue, $0) }))
    for (figure, amount) in [
      (ReportFigure.contractsVND, { (work: EngagementStanding) in work.amountVND }),
      (.acceptedVND, { (work: EngagementStanding) in work.acceptedVND }),
    ] {
      func total(_ work: [EngagementStanding]) -> Report.Amount {
        Report.Amount(sum: work.map { ($0.solver, amount($0)) })
      }
      rows.append(
        Report.Row(figure, yearBefore: work.before.map(total), standing: total(work.end)))
    }
    func trials(_ work: [EngagementStanding]) -> Int { work.filter(\.isOnTrial).count }
    state(.sandboxes, (trials(work.end), work.before.map(trials)))
  }

  mutating func support(_ db: inout Database) throws(DomainError) {
    let places = places
    let programmes = try atEnds { moment throws(DomainError) in
      try db.incubators(at: moment, places, limit: Self.mostRecords)
        .reduce(0) { $0 + $1.programmes }
    }
    state(.programmes, programmes)
    let events: [(ReportFigure, Aggregate, String)] = [
      (.cohortsAnnounced, .cohort, Cohort.Status.announced.rawValue),
      (.applicationsSubmitted, .application, Application.Status.submitted.rawValue),
      (.applicationsAdmitted, .application, Application.Status.accepted.rawValue),
      (.mentorRequests, .mentorRequest, MentorRequest.Status.requested.rawValue),
    ]
    try arrive(events, &db)
  }

  mutating func introductions(_ db: inout Database) throws(DomainError) {
    try arrive(
      [
        (.introductionsAsked, .introduction, Introduction.Status.requested.rawValue),
        (.introductionsConsented, .introduction, Introduction.Status.accepted.rawValue),
      ], &db)
    let outcomes: [(ReportFigure, Introduction.Outcome.Kind)] = [
      (.introductionsMet, .met), (.introductionsInvested, .invested),
    ]
    for (figure, kind) in outcomes {
      try event(figure) { time throws(DomainError) in
        try db.introductionOutcomes(kind, during: time)
      }
    }
  }

  mutating func dataRequests(_ db: inout Database) throws(DomainError) {
    let counts = try across { time throws(DomainError) in try db.dataRequests(during: time) }
    for (figure, count) in [
      (ReportFigure.dataRequestsReceived, { $0.received }),
      (.dataRequestsAnswered, { $0.answered }), (.dataRequestsInTime, { $0.inTime }),
    ] as [(ReportFigure, ((received: Int, answered: Int, inTime: Int)) -> Int)] {
      rows.append(
        Report.Row(
          figure, inPeriod: Report.Amount(count(counts.time)),
          yearBefore: counts.before.map { Report.Amount(count($0)) },
          standing: Report.Amount(count(counts.all))))
    }
  }

  /// Asks the same of the period, of the year before, and of all that was.
  private func across<Count>(
    _ ask: (Range<Instant>) throws(DomainError) -> Count
  ) throws(DomainError) -> (time: Count, before: Count?, all: Count) {
    var before: Count?
    if let span = times.before { before = try ask(span) }
    return (try ask(times.time), before, try ask(times.all))
  }

  /// Asks the same of the end of the period and of that of the year before.
  private func atEnds<Count>(
    _ ask: (Instant) throws(DomainError) -> Count
  ) throws(DomainError) -> (end: Count, before: Count?) {
    var before: Count?
    if let moment = times.endBefore { before = try ask(moment) }
    return (try ask(times.end), before)
  }

  private mutating func arrive(
    _ events: [(figure: ReportFigure, aggregate: Aggregate, state: String)], _ db: inout Database
  ) throws(DomainError) {
    for (figure, aggregate, state) in events {
      try event(figure) { time throws(DomainError) in
        try db.arrivals(of: aggregate, in: state, during: time)
      }
    }
  }

  private mutating func event(
    _ figure: ReportFigure, _ ask: (Range<Instant>) throws(DomainError) -> Int
  ) throws(DomainError) {
    let count = try across(ask)
    rows.append(
      Report.Row(
        figure, inPeriod: Report.Amount(count.time),
        yearBefore: count.before.map(Report.Amount.init),
        standing: Report.Amount(count.all)))
  }

  private mutating func state(_ figure: ReportFigure, _ count: (end: Int, before: Int?)) {
    rows.append(
      Report.Row(
        figure, yearBefore: count.before.map(Report.Amount.init),
        standing: Report.Amount(count.end)))
  }

  private mutating func median(
    _ figure: ReportFigure,
    _ ask: (Range<Instant>) throws(DomainError) -> [(days: Int, count: Int)]
  ) throws(DomainError) {
    let waits = try across(ask)
    func median(_ waits: [(days: Int, count: Int)]) -> Report.Amount? {
      Statistics.Waits(waits).map { Report.Amount(Int64($0.median), of: $0.count) }
    }
    rows.append(
      Report.Row(
        figure, inPeriod: median(waits.time), yearBefore: waits.before.flatMap(median),
        standing: median(waits.all)))
  }

  /// A line for all together and one for each code; `""` stands for what has none.
  private mutating func add(
    _ figure: ReportFigure, by list: String, _ codes: [String],
    _ counts: (time: [String: Int], before: [String: Int]?, all: [String: Int]),
    withEmpty: Bool = true
  ) {
    func row(_ kind: Report.Kind?, _ count: ([String: Int]) -> Int) -> Report.Row {
      Report.Row(
        figure, of: kind, inPeriod: Report.Amount(count(counts.time)),
        yearBefore: counts.before.map { Report.Amount(count($0)) },
        standing: Report.Amount(count(counts.all)))
    }
    rows.append(row(nil) { $0.values.reduce(0, +) })
    for code in codes {
      let kind = Report.Kind(list: list, code: code.isEmpty ? nil : code)
      let own = row(kind) { $0[code] ?? 0 }
      if withEmpty || !own.isEmpty { rows.append(own) }
    }
  }
}
