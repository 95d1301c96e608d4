import Glibc
import HTTP
import Testing

@Suite struct SignalWaitTests {
  @Test func waitsForATermination() async {
    await #expect(processExitsWith: .exitCode(3)) {
      let wait = SignalWait()
      pthread_kill(pthread_self(), SIGTERM)
      exit(wait.waitForTermination() == .terminate ? 3 : 4)
    }
  }

  @Test func tellsAnInterrupt() async {
    await #expect(processExitsWith: .exitCode(5)) {
      let wait = SignalWait()
      pthread_kill(pthread_self(), SIGINT)
      exit(wait.waitForTermination() == .interrupt ? 5 : 6)
    }
  }

  @Test func letsASecondSignalEndTheProcess() async {
    await #expect(processExitsWith: .signal(SIGTERM)) {
      let wait = SignalWait()
      pthread_kill(pthread_self(), SIGTERM)
      _ = wait.waitForTermination()
      pthread_kill(pthread_self(), SIGTERM)
      pause(milliseconds: 5_000)
      exit(7)
    }
  }
}
