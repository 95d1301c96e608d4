import CLI
import Testing

@Suite struct CompletionsTests {
  private static func script(_ shell: Shell) -> String {
    Completions(program: Sample.program).script(for: shell)
  }

  @Test(arguments: Shell.allCases)
  func hiddenCommandsAreLeftOut(shell: Shell) {
    #expect(!Self.script(shell).contains("secret"))
  }

  @Test func bashReadsIt() throws {
    let result = try ShellRun.run("bash", "-n", script: Self.script(.bash))
    #expect(result.status == 0 && result.output == "", "\(result.output)")
  }

  @Test(.enabled(if: ShellRun.isInstalled("zsh"), "zsh is not installed"))
  func zshReadsIt() throws {
    let result = try ShellRun.run("zsh", "-n", script: Self.script(.zsh))
    #expect(result.status == 0 && result.output == "", "\(result.output)")
  }

  @Test(.enabled(if: ShellRun.isInstalled("fish"), "fish is not installed"))
  func fishReadsIt() throws {
    let result = try ShellRun.run("fish", "-n", script: Self.script(.fish))
    #expect(result.status == 0 && result.output == "", "\(result.output)")
  }

  private static let globals =
    "--database --json -q --quiet --no-color -h --help --version"

  /// What Bash really offers, the cursor standing at the end of the last word.
  @Test(arguments: [
    (["innoreg", ""], "serve problem import"),
    (["innoreg", "s"], "serve"),
    (["innoreg", "--"], "--database --json --quiet --no-color --help --version"),
    (["innoreg", "problem", ""], "list match"),
    (["innoreg", "--database", "serve", "pro"], "problem"),
    (["innoreg", "--database", "=", "serve", "pro"], "problem"),
    (["innoreg", "--json", "problem", "m"], "match"),
    (["innoreg", "serve", "-"], "-p --port -v --verbose -a --allow \(globals)"),
    (["innoreg", "serve", "--po"], "--port"),
    (["innoreg", "serve", "--port", ""], ""),
    (["innoreg", "serve", ""], ""),
    (["innoreg", "problem", "match", "--kind", ""], "startup fund incubator"),
    (["innoreg", "problem", "match", "--kind", "f"], "fund"),
    (["innoreg", "problem", "match", "--kind", "="], "startup fund incubator"),
    (["innoreg", "problem", "match", "--kind", "=", "inc"], "incubator"),
    (["innoreg", "import", ""], "printed script"),
    (["innoreg", "--database", "scr"], "script"),
    (["innoreg", "frobnicate", "se"], "serve"),
  ])
  func bashOffers(words: [String], expected: String) throws {
    let line = words.map { "'\($0)'" }.joined(separator: " ")
    let result = try ShellRun.run(
      "bash",
      script: Self.script(.bash) + """
        COMP_WORDS=(\(line))
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _innoreg
        printf '%s\\n' "${COMPREPLY[@]}"
        """)
    #expect(result.status == 0)
    #expect(
      result.output.split(separator: "\n").sorted() == expected.split(separator: " ").sorted())
  }

  private static let small = Completions(
    program: Program(
      version: "1",
      root: Command("innoreg", summary: "Register", subcommands: [Sample.importing]),
      globalOptions: [.value("database", "PATH", help: "It's the file.", completion: .files)]))

  @Test func bashText() {
    #expect(
      Self.small.script(for: .bash) == """
        # bash completion for innoreg
        # To install: innoreg completions bash > ~/.local/share/bash-completion/completions/innoreg

        _innoreg() {
          local current=${COMP_WORDS[COMP_CWORD]}
          local previous=${COMP_WORDS[COMP_CWORD-1]}
          local at='' commands='' options='' values='' files='' index
          COMPREPLY=()
          # Readline splits --name=value at the equals sign.
          if [[ $current == '=' ]]; then
            current=''
          elif [[ $previous == '=' && COMP_CWORD -ge 2 ]]; then
            previous=${COMP_WORDS[COMP_CWORD-2]}
          fi
          for ((index = 1; index < COMP_CWORD; index++)); do
            case "$at|${COMP_WORDS[index]}" in
              '|import') at='import' ;;
              *'|--database')
                [[ ${COMP_WORDS[index+1]} == '=' ]] && index=$((index + 1))
                index=$((index + 1))
                ;;
            esac
          done
          case "$at|$previous" in
            *'|--database') _innoreg_files -f; return ;;
          esac
          case "$at" in
            '') commands='import' options='--database' ;;
            'import') options='--database' files='-f' ;;
          esac
          if [[ $current == -* ]]; then
            mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current")
          elif [[ -n $files ]]; then
            _innoreg_files "$files"
          else
            mapfile -t COMPREPLY < <(compgen -W "$commands $values" -- "$current")
          fi
        }

        _innoreg_files() {
          compopt -o filenames 2>/dev/null
          mapfile -t COMPREPLY < <(compgen "$1" -- "$current")
        }

        complete -F _innoreg innoreg

        """)
  }

  @Test func zshText() {
    #expect(
      Self.small.script(for: .zsh) == """
        #compdef innoreg
        # zsh completion for innoreg
        # To install: innoreg completions zsh > a folder of $fpath/_innoreg

        _innoreg() {
          local curcontext=$curcontext state line
          local -a commands=(
            'import:Read organisations from a file'
          )
          _arguments -C -S \\
            '--database=[It'\\''s the file.]:PATH:_files' \\
            '1:command:->command' \\
            '*::argument:->argument'
          case $state in
            command) _describe -t commands command commands ;;
            argument)
              case $line[1] in
                import) _innoreg_import ;;
              esac
              ;;
          esac
        }

        _innoreg_import() {
          _arguments -S \\
            '--database=[It'\\''s the file.]:PATH:_files' \\
            ':FILE:_files'
        }

        # Loaded by name the file is the function; sourced it must register it.
        if [[ $funcstack[1] == _innoreg ]]; then
          _innoreg "$@"
        else
          compdef _innoreg innoreg
        fi

        """)
  }

  @Test func fishText() {
    let offers = Self.small.script(for: .fish).split(separator: "\n").filter {
      $0.hasPrefix("complete")
    }
    #expect(
      offers == [
        #"complete -c innoreg -f"#,
        #"complete -c innoreg -l database -r -F -d 'It\'s the file.'"#,
        #"complete -c innoreg -n "__innoreg_at ''" -a import -d 'Read organisations from a file'"#,
        #"complete -c innoreg -n "__innoreg_at 'import'" -F"#,
      ])
  }

  /// What fish really offers.
  @Test(
    .enabled(if: ShellRun.isInstalled("fish"), "fish is not installed"),
    arguments: [
      ("innoreg ", "import problem serve"), ("innoreg problem ", "list match"),
      ("innoreg --database serve pro", "problem"),
      ("innoreg problem match --kind ", "fund incubator startup"),
      ("innoreg serve --po", "--port"),
    ])
  func fishOffers(line: String, expected: String) throws {
    let result = try ShellRun.run(
      "fish", script: Self.script(.fish) + "\ncomplete -C '\(line)'\n")
    let offered = result.output.split(separator: "\n").map { $0.prefix { $0 != "\t" } }
    #expect(offered.sorted() == expected.split(separator: " "))
  }
}
