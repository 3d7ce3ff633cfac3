using Amazon.DynamoDBv2.Model;
using BackOffice.Core.Audit;
using BackOffice.Core.Backends.Aws.Store;
using BackOffice.Core.Backends.Embedded;
using BackOffice.Core.Backends.Embedded.Store;
using BackOffice.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace BackOffice.Tests.Contracts.Store.Dynamo;

/// <summary>The check of the audit log on DynamoDB: green while nothing was touched, also under load, and red for what somebody edits in the table.</summary>
[Collection("DynamoDB Local")]
public sealed class DynamoAuditTrailTests : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("backoffice-trail-").FullName;
    private DynamoStoreFixture? _fixture;
    private DataFolder? _folder;
    private CheckpointKeyFile? _key;

    private DynamoStoreFixture Fixture => _fixture ?? throw new InvalidOperationException();

    private static CancellationToken None => CancellationToken.None;

    public async Task InitializeAsync()
    {
        if (DynamoDbLocal.WhyNot is not null)
            return;
        _fixture = await DynamoStoreFixture.OpenAsync();
        _folder = DataFolder.Open(Path.Combine(_root, "data"), TimeProvider.System);
        _key = CheckpointKeyFile.Open(_folder);
    }

    public async Task DisposeAsync()
    {
        _key?.Dispose();
        _folder?.Dispose();
        if (_fixture is not null)
            await _fixture.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    [DynamoFact]
    public async Task Verify_SealedLog_IsGreen()
    {
        await DynamoJournalTests.PlaceAsync(Fixture.Store, 0, 12);
        Assert.Equal(1, await SealAsync());
        await DynamoJournalTests.PlaceAsync(Fixture.Store, 12, 3);
        Assert.Equal(1, await SealAsync());

        var report = await VerifyAsync();

        Assert.True(report.IsGreen, string.Join('\n', report.Findings));
        Assert.Equal((15, 15, 2), (report.Entries, report.Subjects, report.Checkpoints));
    }

    [DynamoFact]
    public async Task Verify_WhileOrdersChange_StaysGreen()
    {
        await DynamoJournalTests.PlaceAsync(Fixture.Store, 0, 4);
        var writing = Task.Run(async () =>
        {
            var order = Sample.Order(100);
            for (var version = 0; version < 80; version++)
            {
                (var change, order) = Sample.Audited(order, version);
                Assert.True((await Fixture.Store.CommitAsync(change, None)).IsSuccess);
            }
        });

        while (!writing.IsCompleted)
        {
            var report = await VerifyAsync();
            Assert.True(report.IsGreen, string.Join('\n', report.Findings));
        }

        await writing;
    }

    [DynamoTheory]
    [InlineData("entry")]
    [InlineData("detail")]
    [InlineData("actor")]
    [InlineData("removed")]
    [InlineData("head")]
    public async Task Verify_ItemEditedInTheTable_IsFound(string what)
    {
        await DynamoJournalTests.PlaceAsync(Fixture.Store, 0, 3);
        await SealAsync();
        var key = ItemKeys.Key(ItemKeys.Of(Sample.Id(1).Subject), what == "head" ? ItemKeys.HeadSort : ItemKeys.AuditSort(1));
        if (what == "removed")
        {
            await Fixture.Client.DeleteItemAsync(Fixture.Options.Table, key);
        }
        else
        {
            var item = (await Fixture.Client.GetItemAsync(Fixture.Options.Table, key, true)).Item;
            item[what switch { "entry" => "e", "detail" => "d", "actor" => "ac", _ => "j" }] = what == "actor" ? Values.Of("somebody|else") : Values.Of(Sample.Text("{}"));
            await Fixture.Client.PutItemAsync(Fixture.Options.Table, item);
        }

        Assert.False((await VerifyAsync()).IsGreen);
    }

    [DynamoFact]
    public async Task Verify_ChainWrittenAnewWithItsHead_IsFoundByTheCheckpoint()
    {
        await DynamoJournalTests.PlaceAsync(Fixture.Store, 0, 3);
        await SealAsync();
        var (forged, _) = Sample.Audited(Sample.Order(1), 0, "order.forged");
        var sealedForged = SealedAudit.Of(forged.Audit).Value[0];
        var key = ItemKeys.Key(ItemKeys.Of(Sample.Id(1).Subject), ItemKeys.AuditSort(1));
        var item = (await Fixture.Client.GetItemAsync(Fixture.Options.Table, key, true)).Item;
        (item["e"], item["d"], item["h"], item["ax"]) = (Values.Of(sealedForged.EntryJson), Values.Of(sealedForged.DetailJson), Values.Of(sealedForged.Hash), Values.Of("order.forged"));
        await Fixture.Client.PutItemAsync(Fixture.Options.Table, item);
        var head = (await Fixture.Client.GetItemAsync(Fixture.Options.Table, ItemKeys.Head(Sample.Id(1).Subject), true)).Item;
        head["j"] = Values.Of(forged.Head);
        await Fixture.Client.PutItemAsync(new PutItemRequest(Fixture.Options.Table, head));

        var report = await VerifyAsync();

        Assert.Equal("checkpoint", Assert.Single(report.Findings.Select(finding => finding.Kind).Distinct()));
    }

    [DynamoFact]
    public async Task AddCheckpoint_AnswerLost_IsThereOnce()
    {
        var trail = new DynamoAuditTrail(Fixture.Store);
        Fixture.Wire.Next("PutItem", FaultyWire.LostAnswer);

        await trail.AddCheckpointAsync(1, Sample.Text("line"), None);

        Assert.Equal(1, (await trail.LastCheckpointAsync(None))?.Number);
        await Assert.ThrowsAsync<AuditDamaged>(() => trail.AddCheckpointAsync(1, Sample.Text("another"), None));
    }

    private Task<int> SealAsync() => new AuditSealer(
        new DynamoAuditTrail(Fixture.Store), Archive(), _key!, new AuditOptions(), TimeProvider.System, NullLogger<AuditSealer>.Instance).SealAsync(None);

    private Task<AuditReport> VerifyAsync() => new AuditVerifier(new DynamoAuditTrail(Fixture.Store), Archive(), _key!, TimeProvider.System).VerifyAsync(null, None);

    private CheckpointFile Archive() => new(Path.Combine(_root, "checkpoints.jsonl"));
}
