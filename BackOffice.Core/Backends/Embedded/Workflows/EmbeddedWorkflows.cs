using System.Text.Json;
using System.Text.RegularExpressions;
using BackOffice.Core.Common;
using BackOffice.Core.Workflows;
using BackOffice.Core.Workflows.Asl;
using BackOffice.Core.Workflows.Interpreter;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BackOffice.Core.Backends.Embedded.Workflows;

/// <summary>
/// The embedded workflow engine: Step Functions' words on one SQLite file. An answered call is on disk. It works from
/// <see cref="StartAsync(CancellationToken)"/> to <see cref="StopAsync(CancellationToken)"/>; calls made before wait for the start, calls made after
/// are <see cref="Unavailable"/>.
/// </summary>
public sealed partial class EmbeddedWorkflows(WorkflowOptions options, TimeProvider clock, ILogger<EmbeddedWorkflows> logger)
    : IWorkflows, IActivityTasks, IHostedService, IAsyncDisposable
{
    private readonly ActivityQueues _queues = new();
    private readonly TaskCompletionSource<Parts> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private bool _ended;

    private sealed record Parts(WorkflowEngine Engine, WorkflowReads Reads, TaskTokens Tokens);

    /// <summary>What was written since the start.</summary>
    public EngineCounts Counts => _started.Task.IsCompletedSuccessfully ? _started.Task.Result.Engine.Counts : default;

    /// <summary>Why the engine takes no more requests, once its store has failed; null while all is well. For readiness checks.</summary>
    public string? Fault => _started.Task.IsCompletedSuccessfully && !_ended ? _started.Task.Result.Engine.Ended : null;

    /// <summary>Opens the file and goes on with everything that was open: overdue timers fire, unanswered tasks are handed out again.</summary>
    /// <exception cref="DataRefused">The file is missing, damaged, newer, or not to be used.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_started.Task.IsCompleted || _ended)
                return;
            var connection = WorkflowDatabase.Open(options.File, options.CreateIfMissing);
            try
            {
                using var key = new SqliteStatement(connection, "SELECT value FROM settings WHERE name='token-key'");
                if (!key.Step())
                    throw DataRefused.Damaged(options.File, "its token key is missing.");
                var tokens = new TaskTokens(key.Blob(0).ToArray());
                key.Reset();
                var engine = new WorkflowEngine(options, connection, _queues, tokens, clock, logger);
                engine.Start();
                _started.TrySetResult(new Parts(engine, new WorkflowReads(options.File), tokens));
            }
            catch (Exception e)
            {
                connection.Dispose();
                throw e is Microsoft.Data.Sqlite.SqliteException or InvalidDataException ? DataRefused.Damaged(options.File, e.Message, e) : e;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Finishes what was asked, writes the starts of tasks that workers hold, and closes the file.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            if (_ended)
                return;
            _ended = true;
            if (!_started.Task.IsCompletedSuccessfully)
            {
                _started.TrySetCanceled(CancellationToken.None);
                return;
            }

            var parts = await _started.Task.ConfigureAwait(false);
            await Task.Run(parts.Engine.Stop, CancellationToken.None).ConfigureAwait(false);
            parts.Reads.Dispose();
            parts.Engine.Dispose();
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
    }

    public async Task<Result<DefinitionRevision>> InstallAsync(string definition, string asl, CancellationToken cancellationToken)
    {
        if (!Name().IsMatch(definition))
            return InvalidName(definition);
        var (read, problems) = InstalledDefinition.Read(asl);
        if (read is null)
            return new Rejected("InvalidDefinition", $"Invalid State Machine Definition: '{string.Join(", ", problems.Where(p => p.Severity != DiagnosticSeverity.Warning))}'");
        return await AskAsync(engine => engine.Install(definition, asl, read), cancellationToken).ConfigureAwait(false);
    }

    public async Task<DefinitionRevision?> DefinitionAsync(string definition, int? revision, CancellationToken cancellationToken)
    {
        var revisions = (await PartsAsync(cancellationToken).ConfigureAwait(false)).Engine.Revisions(definition);
        var at = (revision ?? revisions.Count) - 1;
        return at >= 0 && at < revisions.Count ? revisions[at].Revision : null;
    }

    public async Task<IReadOnlyList<DefinitionRevision>> DefinitionsAsync(CancellationToken cancellationToken) =>
        [.. (await PartsAsync(cancellationToken).ConfigureAwait(false)).Engine.Definitions];

    public async Task<Result<ExecutionDescription>> StartAsync(
        string definition, string name, string inputJson, CancellationToken cancellationToken)
    {
        if (!Name().IsMatch(name))
            return InvalidName(name);
        Json input;
        try
        {
            input = Json.Parse(inputJson);
        }
        catch (JsonException e)
        {
            return new Rejected("InvalidExecutionInput", $"Invalid State Machine Execution Input: '{e.Message}'");
        }

        if (TooLarge(inputJson))
            return new Rejected("InvalidExecutionInput", $"Invalid State Machine Execution Input: 'more than {options.MaxDataBytes} bytes'");
        var revisions = (await PartsAsync(cancellationToken).ConfigureAwait(false)).Engine.Revisions(definition);
        if (revisions.Count == 0)
            return new NotFound("StateMachineDoesNotExist", $"State Machine Does Not Exist: '{ContextObject.StateMachineArn(definition)}'");
        return await AskAsync(engine => engine.Start(revisions[^1], name, input), cancellationToken).ConfigureAwait(false);
    }

    public async Task<ExecutionDescription?> DescribeAsync(string name, CancellationToken cancellationToken) =>
        (await PartsAsync(cancellationToken).ConfigureAwait(false)).Reads.Execution(name) is { } row
            ? Description.Of(row, options, clock.GetUtcNow())
            : null;

    public async Task<Page<ExecutionDescription>> ListAsync(ExecutionQuery query, string? cursor, int limit, CancellationToken cancellationToken)
    {
        var page = (await PartsAsync(cancellationToken).ConfigureAwait(false)).Reads.Executions(query, cursor, Math.Clamp(limit, 1, 1_000));
        var now = clock.GetUtcNow();
        return new Page<ExecutionDescription>([.. page.Items.Select(row => Description.Of(row, options, now))], page.Next);
    }

    public async Task<Result<Page<HistoryEvent>>> HistoryAsync(
        string name, bool newestFirst, string? cursor, int limit, CancellationToken cancellationToken)
    {
        if (!WorkflowReads.IsCursor(cursor))
            return new Rejected("InvalidToken", $"Invalid Token: '{cursor}' is no cursor of a history.");
        return (await PartsAsync(cancellationToken).ConfigureAwait(false)).Reads.History(name, newestFirst, cursor, Math.Clamp(limit, 1, 1_000)) is { } page
            ? page
            : Description.DoesNotExist(name);
    }

    public Task<Result<Done>> StopAsync(string name, string? error, string? cause, CancellationToken cancellationToken) =>
        AskAsync(engine => engine.Stop(name, error, cause), cancellationToken);

    public async Task<Result<ExecutionDescription>> RedriveAsync(string name, string clientToken, CancellationToken cancellationToken)
    {
        if (!ClientToken().IsMatch(clientToken))
            return new Rejected("ValidationException", "A client token has 1 to 64 printable ASCII characters.");
        return await AskAsync(engine => engine.Redrive(name, clientToken), cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<ExecutionStatusChange>> StatusChangesAsync(long after, int limit, CancellationToken cancellationToken) =>
        (await PartsAsync(cancellationToken).ConfigureAwait(false)).Reads.StatusChanges(after, limit);

    /// <summary>The signals that made an execution's history, by transition.</summary>
    internal async Task<IReadOnlyList<IReadOnlyList<Signal>>> SignalsAsync(string name, CancellationToken cancellationToken) =>
        (await PartsAsync(cancellationToken).ConfigureAwait(false)).Reads.Signals(name);

    private Task<Parts> PartsAsync(CancellationToken cancellationToken) =>
        _started.Task.IsCompleted ? _started.Task : _started.Task.WaitAsync(cancellationToken);

    /// <summary>Once asked, the answer is waited for: giving up on it would leave the caller not knowing what is on disk.</summary>
    private async Task<Result<T>> AskAsync<T>(Func<WorkflowEngine, Result<T>> run, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var work = new EngineWork<T>(run);
        (await PartsAsync(cancellationToken).ConfigureAwait(false)).Engine.Add(work);
        return await work.Answer.ConfigureAwait(false);
    }

    private bool TooLarge(string json) =>
        json.Length > options.MaxDataBytes / 3 && System.Text.Encoding.UTF8.GetByteCount(json) > options.MaxDataBytes;

    private static Rejected InvalidName(string name) =>
        new("InvalidName", $"Invalid Name: '{name}' (1 to 80 letters, digits, - and _)");

    [GeneratedRegex("^[A-Za-z0-9_-]{1,80}$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex("^[!-~]{1,64}$", RegexOptions.CultureInvariant)]
    private static partial Regex ClientToken();
}
