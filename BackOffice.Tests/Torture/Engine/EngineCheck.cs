using System.Globalization;
using BackOffice.Core.Backends.Embedded.Workflows;
using BackOffice.Core.Workflows;
using BackOffice.Tests.Core.Workflows;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace BackOffice.Tests.Torture.Engine;

/// <summary>The invariants, from three witnesses: what the client was told, the ledger outside, and the engine's file.</summary>
internal sealed class EngineCheck(IReadOnlyList<TortureOrder> orders, IReadOnlySet<string> acknowledged, List<string> findings)
{
    public async Task RunAsync(string data, string ledger)
    {
        var file = Path.Combine(data, WorkflowOptions.FileName);
        if (Integrity(file) is var integrity and not "ok")
            findings.Add($"integrity_check: {integrity}");
        var (made, answered) = EffectFile.Read(ledger);
        CheckEffects(made);

        await using var engine = new EmbeddedWorkflows(new WorkflowOptions { File = file }, TimeProvider.System, NullLogger<EmbeddedWorkflows>.Instance);
        await engine.StartAsync(CancellationToken.None);
        var replay = new EngineReplay(TortureOrder.Definition);
        var handOuts = made.ToLookup(line => line.Effect.Order, line => line.HandOut, StringComparer.Ordinal);
        foreach (var order in orders)
        {
            if (await engine.DescribeAsync(order.Name, CancellationToken.None) is { } execution)
                await CheckExecutionAsync(engine, replay, order, execution, handOuts[order.Name].Distinct(StringComparer.Ordinal), answered);
            else if (acknowledged.Contains(order.Name))
                findings.Add($"{order.Name} was acknowledged and is lost");
        }
    }

    /// <summary>Each effect under one key, however often it was handed out; by one process once; none that nobody asked for.</summary>
    private void CheckEffects(List<EffectLine> made)
    {
        var wanted = orders.SelectMany(order => order.Effects()).ToHashSet();
        foreach (var effect in made.GroupBy(line => line.Effect))
        {
            if (!wanted.Remove(effect.Key))
                findings.Add($"{effect.Key} was made, and the plan has no such effect");
            if (effect.Select(line => line.HandOut).Distinct(StringComparer.Ordinal).ToList() is { Count: > 1 } keys)
                findings.Add($"{effect.Key} was made {keys.Count} times: under the keys {string.Join(", ", keys)}");
            if (effect.CountBy(line => line.Process).Any(process => process.Value > 1))
                findings.Add($"{effect.Key} was handed out twice by one process");
        }

        findings.AddRange(wanted.Take(10).Select(effect => $"{effect} was never made"));
    }

    private async Task CheckExecutionAsync(
        EmbeddedWorkflows engine, EngineReplay replay, TortureOrder order, ExecutionDescription execution, IEnumerable<string> handOuts, HashSet<string> answered)
    {
        void Wrong(string what) => findings.Add($"{order.Name}: {what}");
        try
        {
            var history = (await engine.HistoryAsync(order.Name, newestFirst: false, null, 1_000, CancellationToken.None)).Value.Items;
            if (execution.Status != ExecutionStatus.Succeeded || execution.RedriveCount != order.Fails)
                Wrong($"ended {execution.Status} in {execution.CurrentState} after {execution.RedriveCount} redrives");
            if (WellFormed(order, execution, history) is { } malformed)
                Wrong($"history is not well formed: {malformed}");
            if (!(await replay.EventsAsync(engine, order.Name)).SequenceEqual(history))
                Wrong("history is not what its signals give");
            foreach (var handOut in handOuts)
            {
                var scheduled = long.Parse(handOut.Split('/', '+')[1], CultureInfo.InvariantCulture);
                if (!history.Any(e => e.Id == scheduled && e.Type == "ActivityScheduled"))
                    Wrong($"{handOut} was handed out, and its history has no such task");
                else if (answered.Contains(handOut) && !IsAnswered(history, scheduled))
                    Wrong($"the answer to {handOut} was acknowledged and is lost");
            }
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            Wrong($"history cannot be read: {e.Message}");
        }
    }

    /// <summary>Scheduled, Started and the outcome are a chain of previous ids, whatever else happens between them.</summary>
    private static bool IsAnswered(IReadOnlyList<HistoryEvent> history, long scheduled) =>
        history.FirstOrDefault(e => e.PreviousEventId == scheduled && e.Type == "ActivityStarted") is { } started
        && history.Any(e => e.PreviousEventId == started.Id && e.Type is "ActivitySucceeded" or "ActivityFailed");

    private static string? WellFormed(TortureOrder order, ExecutionDescription execution, IReadOnlyList<HistoryEvent> history)
    {
        for (var i = 0; i < history.Count; i++)
        {
            if (history[i].Id != i + 1)
                return $"event {i + 1} has the id {history[i].Id}";
            if (history[i].PreviousEventId >= history[i].Id)
                return $"event {i + 1} follows {history[i].PreviousEventId}";
            if (i > 0 && history[i].At < history[i - 1].At - TimeSpan.FromSeconds(5))
                return $"event {i + 1} is older than the one before";
        }

        if (execution.EventCount != history.Count)
            return $"{history.Count} events, and the execution says {execution.EventCount}";
        var types = string.Join(' ', InOrder(order, history.Select(e => e.Type)));
        var planned = string.Join(' ', InOrder(order, order.History()));
        return types == planned ? null : $"{types} instead of {planned}";
    }

    /// <summary>Branches are interleaved as chance has it.</summary>
    private static IEnumerable<string> InOrder(TortureOrder order, IEnumerable<string> types) => order.Split ? types.Order(StringComparer.Ordinal) : types;

    private static string Integrity(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var check = connection.CreateCommand();
        check.CommandText = "PRAGMA integrity_check";
        return (string?)check.ExecuteScalar() ?? "";
    }
}
