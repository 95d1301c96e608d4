/// The tool's tree of commands.
package enum Innoreg {
  /// The tree with its global options.
  package static let program = Program(
    version: "0.1.0", root: root,
    globalOptions: Program.standardOptions + [language, keyFile])

  private static let keyFile = Option.value(
    "key-file", "FILE",
    help: "The master key of what is sealed; beside the database, with .key, by default.",
    environment: "INNOREG_KEY_FILE", completion: .files)

  private static let language = Option.value(
    "language", "LANGUAGE", help: "The language of results.", environment: "INNOREG_LANGUAGE",
    defaultValue: "vi", allowed: ["vi", "en"])

  private static let root = Command(
    "innoreg", summary: "Keep the innovation register of a province",
    discussion: """
      Keeps the register of who is in a province's innovation ecosystem, publishes its big \
      problems, and says with reasons who could solve them.

      All commands but `init` and `demo` need a database that exists. They work beside a running \
      server on the same database, which sees their changes within a second.

      Results go to standard output, notes and progress to standard error.
      """,
    examples: [
      Example("innoreg demo", "Load an example ecosystem and serve it"),
      Example("innoreg init", "Create an empty register"),
      Example("innoreg import firms.csv", "Read organisations from a spreadsheet"),
    ],
    subcommands: [
      InitCommand.command, DemoCommand.command, ServeCommand.command,
      ImportCommand.command, ExportCommand.command,
      MatchCommand.command, MatchDayCommand.command, SearchCommand.command,
      OrganisationCommands.command, ProblemCommands.command, ProposalCommands.command,
      OutcomeCommands.command, WeightsCommands.command,
      IntroductionCommands.command, ProgrammeCommands.cohorts, ProgrammeCommands.applications,
      ProgrammeCommands.mentorRequests,
      DocumentCommands.command, QuestionCommands.command,
      ReviewCommands.command, EngagementCommands.command,
      AccountCommands.command, TokenCommands.command, AuditCommands.command,
      NoticeCommands.command, DataRequestCommands.command, ReportCommand.command,
      CheckCommand.command, BackupCommand.command, RestoreCommand.command,
      ReindexCommand.command, EvaluateCommand.command,
      LexiconCommands.command, CodesCommand.command,
      OpenAPICommand.command,
      VersionCommand.command, CompletionsCommand.command, ManualCommand.command,
    ])
}
