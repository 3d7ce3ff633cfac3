using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;

namespace BackOffice.Cli.Bench.Circuits;

/// <summary>The other end of <see cref="ServedConsole"/>: a child process, asked one thing at a time.</summary>
internal sealed class ConsoleProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly Channel<string> _answers = Channel.CreateUnbounded<string>();
    private readonly SemaphoreSlim _asking = new(1, 1);

    private ConsoleProcess(Process process, Uri origin)
    {
        _process = process;
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = origin };
    }

    /// <summary>Of the server's address; without a session.</summary>
    public HttpClient Http { get; private set; }

    /// <param name="program">BackOffice.dll; null for the one that runs now.</param>
    /// <param name="folder">A data folder, not there yet or of a bench before.</param>
    /// <param name="settings">Environment variables of the child.</param>
    /// <param name="log">Where everything but answers goes.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<ConsoleProcess> StartAsync(string? program, string folder, IReadOnlyDictionary<string, string> settings, TextWriter log, CancellationToken cancellationToken)
    {
        var info = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in new[] { program ?? typeof(ConsoleProcess).Assembly.Location, "bench", ServedConsole.Verb, "--data", folder })
            info.ArgumentList.Add(argument);
        foreach (var (name, value) in settings)
            info.Environment[name] = value;
        var process = new Process { StartInfo = info };
        var console = new ConsoleProcess(process, new Uri("http://127.0.0.1"));
        process.OutputDataReceived += (_, line) => console.Take(line.Data, log);
        process.Start();
        process.BeginOutputReadLine();
        try
        {
            var origin = await console._answers.Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(s_patience, cancellationToken);
            console.Http.Dispose();
            console.Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(origin) };
            return console;
        }
        catch
        {
            await console.DisposeAsync();
            throw;
        }
    }

    /// <summary>A session of its own for each name, as <c>name=value</c> of a cookie.</summary>
    public Task<string> SessionAsync(string subject) => AskAsync("session " + subject);

    public async Task<ServedMemory> MemoryAsync() => ServedMemory.Parse(await AskAsync("memory"));

    /// <summary>Milliseconds of processor time since the start.</summary>
    public async Task<double> ProcessorAsync() => double.Parse(await AskAsync("processor"), CultureInfo.InvariantCulture);

    /// <summary>Places at the live feed that are taken: a page has one, and the process one for the counts.</summary>
    public async Task<int> WatchingAsync() => int.Parse(await AskAsync("watching"), CultureInfo.InvariantCulture);

    /// <summary>All orders are instant from here on.</summary>
    public Task DialAsync() => AskAsync("dial");

    /// <summary>When the command was given, in ticks of Stopwatch, and the order.</summary>
    public async Task<(long At, string Order)> PlaceAsync(string key, string token = "tok_ok")
    {
        var answer = (await AskAsync($"place {key} {token}")).Split(' ');
        return (long.Parse(answer[0], CultureInfo.InvariantCulture), answer[1]);
    }

    /// <param name="order">Its id.</param>
    /// <param name="text">One word, never used before.</param>
    public async Task<long> NoteAsync(string order, string text) => long.Parse(await AskAsync($"note {order} {text}"), CultureInfo.InvariantCulture);

    /// <summary>As the store has it, whatever a page says.</summary>
    public Task<string> HeadlineAsync(string order) => AskAsync("headline " + order);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _process.StandardInput.Close();
        using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30)))
        {
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
                await _process.WaitForExitAsync(CancellationToken.None);
            }
        }

        _process.Dispose();
        _asking.Dispose();
    }

    private async Task<string> AskAsync(string question)
    {
        await _asking.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(question);
            await _process.StandardInput.FlushAsync();
            return await _answers.Reader.ReadAsync().AsTask().WaitAsync(s_patience);
        }
        finally
        {
            _asking.Release();
        }
    }

    private void Take(string? line, TextWriter log)
    {
        if (line is null)
            _answers.Writer.TryComplete(new IOException("The server ended."));
        else if (line.StartsWith(ServedConsole.Answer, StringComparison.Ordinal))
            _answers.Writer.TryWrite(line[ServedConsole.Answer.Length..]);
        else
            log.WriteLine(line);
    }
}
