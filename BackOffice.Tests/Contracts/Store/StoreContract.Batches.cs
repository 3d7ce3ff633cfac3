using BackOffice.Core.Pipeline;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Contracts.Store;

public abstract partial class StoreContract
{
    private static readonly DateTimeOffset s_first = Sample.Start;

    [ContractFact]
    public async Task BatchRecords_RunsThatFoundNothing_AreOneRow()
    {
        var records = Records(s_first.AddHours(2));
        await records.RecordAsync(BatchJob.Fraud, Run(0, 3), None);
        for (var i = 1; i <= 3; i++)
            await records.RecordAsync(BatchJob.Fraud, Run(i, 0), None);
        await records.RecordAsync(BatchJob.Fraud, Run(4, 2), None);
        await records.RecordAsync(BatchJob.Payment, Run(4, 9), None);

        var runs = await records.RunsAsync(BatchJob.Fraud, None);

        Assert.Equal([(2, 1), (0, 3), (3, 1)], runs.Select(run => (run.Taken, run.Runs)));
        Assert.Equal((s_first.AddMinutes(15), s_first.AddMinutes(45).AddSeconds(1)), (runs[1].StartedAt, runs[1].EndedAt));
        Assert.Equal(2, runs[0].Outcomes[BatchOutcome.WentOn]);
        Assert.Equal(9, Assert.Single(await records.RunsAsync(BatchJob.Payment, None)).Taken);
        Assert.Empty(await records.RunsAsync(BatchJob.Fulfilment, None));
    }

    [ContractFact]
    public async Task BatchRecords_Older_AreNotShownAnyMore()
    {
        await Records(s_first).RecordAsync(BatchJob.Fraud, Run(0, 3), None);

        Assert.Single(await Records(s_first + BatchRecords.KeptFor).RunsAsync(BatchJob.Fraud, None));
        Assert.Empty(await Records(s_first + BatchRecords.KeptFor + TimeSpan.FromMinutes(1)).RunsAsync(BatchJob.Fraud, None));
    }

    [ContractFact]
    public async Task BatchRecords_Ask_IsKeptUntilItsRunEndsAndOnceOnly()
    {
        var records = Records(s_first);
        var command = new RunBatch(BatchJob.Fraud, "cmd-1", "The service is back");

        Assert.True((await records.AskAsync(command, PipelineLab.Operator, None)).Value);
        Assert.False((await records.AskAsync(command, PipelineLab.Operator, None)).Value);
        Assert.Equal("batch.asked", (await records.AskAsync(command with { CommandId = "cmd-2" }, PipelineLab.Operator, None)).Error?.Code);
        await records.RecordAsync(BatchJob.Fraud, Run(0, 3), None);
        Assert.Equal("cmd-1", (await records.HeadAsync(BatchJob.Fraud, None)).Asked?.CommandId);
        await records.RecordAsync(BatchJob.Fraud, Run(1, 0) with { CommandId = "cmd-1", AskedBy = "Otis" }, None);

        Assert.Null((await records.HeadAsync(BatchJob.Fraud, None)).Asked);
        Assert.Equal(2, (await records.RunsAsync(BatchJob.Fraud, None)).Count);
        var entry = Assert.Single((await Store.AuditAsync(new() { Subject = "batch/fraud" }, null, 10, None)).Items);
        Assert.Equal(("batch.run-asked", "The service is back"), (entry.Entry.Action, entry.Detail?.Reason));
    }

    private BatchRecords Records(DateTimeOffset now) => new(Store, new StoppedClock(now));

    private static BatchRun Run(int quarter, int taken) => new()
    {
        Name = $"batch:fraud:{quarter}", StartedAt = s_first.AddMinutes(15 * quarter), EndedAt = s_first.AddMinutes(15 * quarter).AddSeconds(1), Taken = taken,
        Outcomes = taken == 0 ? new Dictionary<BatchOutcome, int>() : new() { [BatchOutcome.WentOn] = taken },
    };

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
