using System.Net;
using BackOffice.Core.Common;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Contracts.Store.Dynamo;

/// <summary>Commits over a wire on which the real service's bad moments happen.</summary>
[Collection("DynamoDB Local")]
public sealed class DynamoCommitFaultTests : IAsyncLifetime
{
    private const string Transact = "TransactWriteItems";
    private DynamoStoreFixture? _fixture;

    private DynamoStoreFixture Fixture => _fixture ?? throw new InvalidOperationException();

    private FaultyWire Wire => Fixture.Wire;

    private IStore Store => Fixture.Store;

    private static CancellationToken None => CancellationToken.None;

    public async Task InitializeAsync() => _fixture = DynamoDbLocal.WhyNot is null ? await DynamoStoreFixture.OpenAsync(DynamoStoreFixture.FastOptions with { Tries = 5 }) : null;

    public async Task DisposeAsync()
    {
        if (_fixture is not null)
            await _fixture.DisposeAsync();
    }

    [DynamoTheory]
    [InlineData("ProvisionedThroughputExceededException", 400)]
    [InlineData("RequestLimitExceeded", 400)]
    [InlineData("ThrottlingException", 400)]
    [InlineData("TransactionInProgressException", 400)]
    [InlineData("InternalServerError", 500)]
    [InlineData("ServiceUnavailable", 503)]
    public async Task Commit_BusyForAWhile_IsSentAgainAndStoredOnce(string error, int status)
    {
        for (var i = 0; i < 4; i++)
            Wire.Next(Transact, FaultyWire.Error(error, (HttpStatusCode)status));

        var result = await Store.CommitAsync(Full(1), None);

        Assert.Equal(1, result.Value);
        Assert.Equal(5, Wire.Calls.Count(call => call.Operation == Transact));
        await IsStoredOnceAsync(1);
    }

    [DynamoFact]
    public async Task Commit_BusyToTheLastTry_IsUnavailableAndNothingIsStored()
    {
        Wire.Always = operation => operation == Transact ? FaultyWire.Error("ProvisionedThroughputExceededException") : null;

        var result = await Store.CommitAsync(Full(1), None);

        var outage = Assert.IsType<Unavailable>(result.Error);
        Assert.Equal(("store.throttled", true), (outage.Code, outage.Retryable));
        Assert.Equal(Fixture.Options.Tries, Wire.Calls.Count(call => call.Operation == Transact));
        Wire.Heal();
        Assert.Null(await Store.GetAsync(Sample.Id(1).Subject, None));
        Assert.Equal(1, (await Store.CommitAsync(Full(1), None)).Value);
    }

    [DynamoTheory]
    [InlineData("TransactionConflict", "None")]
    [InlineData("None", "TransactionConflict")]
    [InlineData("ThrottlingError", "None")]
    [InlineData("ProvisionedThroughputExceeded", "None")]
    [InlineData("TransactionConflict", "ConditionalCheckFailed")]
    [InlineData("ConditionalCheckFailed", "TransactionConflict")]
    public async Task Commit_CancelledForAConflict_IsSentAgainWhateverTheOtherReasons(string first, string second)
    {
        Wire.Next(Transact, FaultyWire.Cancelled(first, second));

        Assert.Equal(1, (await Store.CommitAsync(Full(1), None)).Value);

        await IsStoredOnceAsync(1);
    }

    [DynamoFact]
    public async Task Commit_AnswerLost_IsRecognisedByItsToken()
    {
        Wire.Next(Transact, FaultyWire.LostAnswer);

        Assert.Equal(1, (await Store.CommitAsync(Full(1), None)).Value);

        var tokens = Wire.Calls.Where(call => call.Operation == Transact).Select(call => call.Body["ClientRequestToken"]!.GetValue<string>());
        Assert.Single(tokens.Distinct());
        await IsStoredOnceAsync(1);
    }

    [DynamoFact]
    public async Task Commit_AnswerLostAndTokenForgotten_FailedConditionOfItsOwnSuccessIsASuccess()
    {
        Wire.Next(Transact, FaultyWire.LostAnswer);
        Wire.Next(Transact, FaultyWire.Rewritten(body => body["ClientRequestToken"] = "forgotten"));

        Assert.Equal(1, (await Store.CommitAsync(Full(1), None)).Value);

        await IsStoredOnceAsync(1);
    }

    [DynamoFact]
    public async Task Commit_ChangeWhoseAnswerIsLostAndTokenForgotten_IsASuccess()
    {
        await Store.CommitAsync(Full(1), None);
        Wire.Next(Transact, FaultyWire.LostAnswer);
        Wire.Next(Transact, FaultyWire.Rewritten(body => body["ClientRequestToken"] = "forgotten"));

        var child = new ChildWrite("effect", "2", Sample.Text("{}"), MustBeNew: true);
        Assert.Equal(2, (await Store.CommitAsync(Sample.Change(Sample.Order(1), 1) with { Children = [child] }, None)).Value);

        Assert.Equal(2, (await Store.GetAsync(Sample.Id(1).Subject, None))?.Version);
    }

    [DynamoFact]
    public async Task Commit_NoAnswerToTheLastTryButCarriedOut_IsASuccess()
    {
        Wire.Next(Transact, FaultyWire.LostAnswer);
        for (var i = 1; i < Fixture.Options.Tries; i++)
            Wire.Next(Transact, FaultyWire.LostRequest);

        Assert.Equal(1, (await Store.CommitAsync(Full(1), None)).Value);

        await IsStoredOnceAsync(1);
    }

    [DynamoFact]
    public async Task Commit_NothingAnswers_IsUnavailableAndRetryable()
    {
        Wire.Always = _ => FaultyWire.LostRequest;

        var outage = Assert.IsType<Unavailable>((await Store.CommitAsync(Full(1), None)).Error);

        Assert.Equal(("store.unreachable", true), (outage.Code, outage.Retryable));
        Wire.Heal();
        Assert.Null(await Store.GetAsync(Sample.Id(1).Subject, None));
    }

    [DynamoTheory]
    [InlineData("AccessDeniedException")]
    [InlineData("UnrecognizedClientException")]
    public async Task Commit_NotAllowed_IsUnavailableForGood(string error)
    {
        Wire.Always = _ => FaultyWire.Error(error);

        var outage = Assert.IsType<Unavailable>((await Store.CommitAsync(Full(1), None)).Error);

        Assert.Equal(("store.refused", false), (outage.Code, outage.Retryable));
        Assert.Contains(error, outage.Message, StringComparison.Ordinal);
    }

    [DynamoFact]
    public async Task Commit_SomebodyElseInBetween_IsAConflictAndNotItsOwnSuccess()
    {
        await Store.CommitAsync(Full(1), None);
        Wire.Next(Transact, async (_, pass) =>
        {
            Assert.True((await Store.CommitAsync(Sample.Change(Sample.Order(1), 1), None)).IsSuccess);
            return await pass();
        });

        var result = await Store.CommitAsync(Sample.Change(Sample.Order(1), 1), None);

        Assert.Equal("store.version", Assert.IsType<Conflict>(result.Error).Code);
    }

    [DynamoTheory]
    [InlineData("head")]
    [InlineData("child")]
    [InlineData("event")]
    [InlineData("together")]
    [InlineData("key")]
    public async Task Commit_MoreThanDynamoDbHolds_IsInvalidAndWritesNothing(string what)
    {
        var large = new byte[410 * 1024];
        var change = Sample.Place(Sample.Order(1));
        change = what switch
        {
            "head" => change with { Head = large },
            "child" => change with { Children = [new ChildWrite("note", "1", large)] },
            "event" => change with { Events = [Sample.Event("1", detail: new string('x', large.Length))] },
            "together" => change with { Children = [.. Enumerable.Range(0, 12).Select(i => new ChildWrite("note", $"{i}", new byte[390 * 1024]))] },
            _ => change with { Children = [new ChildWrite("note", new string('k', 1100), new byte[1])] },
        };

        Assert.IsType<Invalid>((await Store.CommitAsync(change, None)).Error);

        Assert.Null(await Store.GetAsync(change.Subject, None));
        Assert.Equal(0, Wire.Calls.Count(call => call.Operation == Transact));
    }

    [DynamoFact]
    public async Task Commit_ItemThatOnlyDynamoDbFindsTooLarge_IsInvalid()
    {
        Wire.Next(Transact, FaultyWire.Cancelled("ValidationError", "None"));

        Assert.IsType<Invalid>((await Store.CommitAsync(Full(1), None)).Error);
    }

    [DynamoFact]
    public async Task Commit_OtherTimeOfPlacing_IsInvalid()
    {
        await Store.CommitAsync(Full(1), None);

        Assert.IsType<Invalid>((await Store.CommitAsync(Sample.Change(Sample.Order(1, placedAt: Sample.Start.AddDays(1)), 1), None)).Error);
    }

    private static ChangeSet Full(int number)
    {
        var change = Sample.Audited(Sample.Order(number), 0).Change;
        return change with
        {
            Children = [new ChildWrite("effect", "1", Sample.Text("{}"), MustBeNew: true)],
            AddKeys = [.. change.AddKeys, new LookupKey("command", $"c-{number}", Unique: true)],
            Events = [Sample.Event($"{number}")],
            Counters = new Dictionary<string, long> { ["n"] = 1 },
        };
    }

    private async Task IsStoredOnceAsync(int number)
    {
        Assert.Equal(1, (await Store.GetAsync(Sample.Id(number).Subject, None))?.Version);
        Assert.Single(await Store.OutboxAsync(0, 10, None));
        Assert.Equal(1, (await Store.CountersAsync("n", None))["n"]);
        Assert.Single((await Store.AuditAsync(new(), null, 10, None)).Items);
    }
}
