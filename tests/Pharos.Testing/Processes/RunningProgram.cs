using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Pharos.Testing.Processes;

/// <summary>
/// A program under test, from its start to its end. It gets no input. Every wait ends with a failure that shows what the program said, so
/// that a hanging program is a red test and not a hanging run; disposing kills what still runs.
/// </summary>
public sealed partial class RunningProgram : IAsyncDisposable
{
    /// <summary>Far more than anything here takes, even on a machine that is busy with other things.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly TextLog _output;
    private readonly TextLog _error;

    private RunningProgram(Process process)
    {
        _process = process;
        _output = new TextLog(process.StandardOutput);
        _error = new TextLog(process.StandardError);
    }

    public int Id => _process.Id;

    /// <summary>What it has written to its error stream so far.</summary>
    public string Error => _error.Text;

    public static RunningProgram Start(string executable, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(executable, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{executable} did not start");
        process.StandardInput.Close();
        return new RunningProgram(process);
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<ProgramResult> RunAsync(string executable, params IEnumerable<string> arguments)
    {
        await using var program = Start(executable, arguments);
        return await program.EndAsync();
    }

    /// <summary>Waits for a line in the error stream that holds the text, and returns it.</summary>
    public Task<string> ErrorLineAsync(string text) => WithPatienceAsync(_error.LineWithAsync(text), $"a line with '{text}'");

    public async Task<ProgramResult> EndAsync()
    {
        await WithPatienceAsync(AllAsync(), "the end");
        return new ProgramResult(_process.ExitCode, _output.Text, _error.Text);

        async Task<bool> AllAsync()
        {
            await _process.WaitForExitAsync();
            await Task.WhenAll(_output.Ended, _error.Ended);
            return true;
        }
    }

    /// <summary>Sends a signal, by its number.</summary>
    public void Signal(int signal)
    {
        if (Kill(_process.Id, signal) != 0)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"signal {signal}: errno {Marshal.GetLastPInvokeError()}"));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task<T> WithPatienceAsync<T>(Task<T> task, string what)
    {
        try
        {
            return await task.WaitAsync(Patience, TimeProvider.System);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"{_process.StartInfo.FileName}: waited in vain for {what}; it said:\n{_output.Text}{_error.Text}", exception);
        }
        catch (EndOfStreamException exception)
        {
            throw new EndOfStreamException($"{_process.StartInfo.FileName}: ended before {what}; it said:\n{_output.Text}{_error.Text}", exception);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);

    /// <summary>Reads a stream to its end, and lets tests wait for lines in it.</summary>
    private sealed class TextLog
    {
        private readonly Lock _lock = new();
        private readonly StringBuilder _text = new();
        private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool _isAtEnd;

        public TextLog(StreamReader reader)
        {
            Ended = ReadAsync(reader);
        }

        public Task Ended { get; }

        public string Text
        {
            get
            {
                lock (_lock)
                {
                    return _text.ToString();
                }
            }
        }

        public async Task<string> LineWithAsync(string text)
        {
            while (true)
            {
                Task changed;
                bool isAtEnd;
                lock (_lock)
                {
                    changed = _changed.Task;
                    isAtEnd = _isAtEnd;
                }

                var line = Text.Split('\n').SkipLast(isAtEnd ? 0 : 1).FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal));
                if (line is not null)
                {
                    return line;
                }

                if (isAtEnd)
                {
                    throw new EndOfStreamException();
                }

                await changed;
            }
        }

        private async Task ReadAsync(StreamReader reader)
        {
            var buffer = new char[4096];
            int read;
            do
            {
                read = await reader.ReadAsync(buffer);
                TaskCompletionSource changed;
                lock (_lock)
                {
                    _text.Append(buffer, 0, read);
                    _isAtEnd = read == 0;
                    changed = _changed;
                    _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                }

                changed.SetResult();
            }
            while (read > 0);
        }
    }
}
