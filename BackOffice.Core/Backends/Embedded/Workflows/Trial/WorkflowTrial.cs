using BackOffice.Core.Common;
using BackOffice.Core.Workflows;
using Microsoft.Extensions.Logging.Abstractions;

namespace BackOffice.Core.Backends.Embedded.Workflows.Trial;

/// <param name="Execution">As it ended.</param>
/// <param name="History">All events, oldest first.</param>
public sealed record TrialOutcome(ExecutionDescription Execution, IReadOnlyList<HistoryEvent> History);

/// <summary>
/// Runs one execution on an engine of its own, the same that a server runs, in a temporary folder. Tasks are answered by the caller; waiting,
/// back-off and time-outs take no time, because the clock jumps from timer to timer.
/// </summary>
public static class WorkflowTrial
{
    private const string Name = "trial";

    /// <param name="definition">The state machine's name: 1 to 80 letters, digits, - and _.</param>
    /// <param name="asl">The definition's text; <c>${activity:name}</c> is filled in.</param>
    /// <param name="inputJson">JSON text.</param>
    /// <param name="answer">What each task is answered with; an error ends the trial with it.</param>
    /// <param name="startedAt">What the clock shows at the start, UTC.</param>
    /// <param name="cancellationToken">Ends the trial.</param>
    /// <returns>The outcome, also of an execution that failed; <see cref="Rejected"/> as of <see cref="IWorkflows"/>, or <c>Trial.Stuck</c>.</returns>
    public static async Task<Result<TrialOutcome>> RunAsync(
        string definition, string asl, string inputJson, Func<TrialTask, Result<TrialAnswer>> answer, DateTimeOffset startedAt, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("backoffice-trial-");
        try
        {
            var clock = new JumpingClock(startedAt);
            var options = new WorkflowOptions { File = Path.Combine(folder.FullName, WorkflowOptions.FileName), CreateIfMissing = true };
            await using var engine = new EmbeddedWorkflows(options, clock, NullLogger<EmbeddedWorkflows>.Instance);
            await engine.StartAsync(cancellationToken).ConfigureAwait(false);
            var installed = await engine.InstallAsync(definition, asl, cancellationToken).ConfigureAwait(false);
            if (!installed.IsSuccess)
                return installed.Error;
            var started = await engine.StartAsync(definition, Name, inputJson, cancellationToken).ConfigureAwait(false);
            if (!started.IsSuccess)
                return started.Error;
            var ended = await new TrialDriver(engine, clock, answer).RunAsync(Name, cancellationToken).ConfigureAwait(false);
            return ended.IsSuccess ? new TrialOutcome(ended.Value, await HistoryAsync(engine, cancellationToken).ConfigureAwait(false)) : ended.Error;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<IReadOnlyList<HistoryEvent>> HistoryAsync(EmbeddedWorkflows engine, CancellationToken cancellationToken)
    {
        var events = new List<HistoryEvent>();
        string? cursor = null;
        do
        {
            var page = (await engine.HistoryAsync(Name, newestFirst: false, cursor, 1_000, cancellationToken).ConfigureAwait(false)).Value;
            events.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        return events;
    }
}
