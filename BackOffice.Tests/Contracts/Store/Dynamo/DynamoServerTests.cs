using BackOffice.Cli;
using BackOffice.Core.Backends.Aws.Store;
using BackOffice.Hosting;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Contracts.Store.Dynamo;

/// <summary>The program itself on DynamoDB Local, by its command line and its settings.</summary>
[Collection("DynamoDB Local")]
public sealed class DynamoServerTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("backoffice-dynamo-").FullName;
    private readonly string _table = "t-" + Guid.NewGuid().ToString("N");
    private readonly StringWriter _errors = new();

    public DynamoServerTests()
    {
        // The SDK's own chain begins here; DynamoDB Local takes any.
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "local");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "local");
    }

    public void Dispose()
    {
        _errors.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [DynamoFact]
    public async Task Import_ProcessAndVerify_GoThroughTheTable()
    {
        Assert.Equal(ExitCodes.Success, await RunAsync("data", "backend", "init"));
        Assert.Equal(ExitCodes.Success, await RunAsync("data", "backend", "init"));
        var file = Path.Combine(_root, "orders.jsonl");
        await File.WriteAllTextAsync(file, string.Concat(Enumerable.Range(1, 3).Select(i => Line(i) + "\n")));

        Assert.Equal(ExitCodes.Success, await RunAsync("data", "import", file));
        Assert.Equal(ExitCodes.Success, await RunAsync("data", "import", file));
        Assert.Equal(ExitCodes.Success, await RunAsync("data", "verify"));

        Assert.Equal("", _errors.ToString());
        var store = await OpenAsync();
        Assert.Equal(3, (await store.SearchAsync(new() { Text = "dora" }, null, 50, CancellationToken.None)).Value.Items.Count);
        Assert.Equal(3, (await store.CountersAsync("headline:", CancellationToken.None)).Values.Sum());
        Assert.Equal(ExitCodes.DataUnusable, await CommandLine.RunAsync(["status", "--data", Path.Combine(_root, "data")], _errors));
        Assert.Equal(ExitCodes.DataUnusable, await RunAsync("data", "status", "--set", "Aws:Table=another"));
        Assert.Contains($"are in the table {_table}", _errors.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_root, "data", "orders.db")));
    }

    [DynamoFact]
    public async Task Start_FoldersAndTablesThatDoNotBelongTogether_IsRefused()
    {
        Assert.Equal(ExitCodes.DataUnusable, await RunAsync("first", "status"));
        Assert.Contains("Run backend init", _errors.ToString(), StringComparison.Ordinal);
        await RunAsync("first", "backend", "init");
        Assert.Equal(ExitCodes.Success, await RunAsync("first", "status"));

        Assert.Equal(ExitCodes.DataInUse, await RunAsync("second", "status"));
        Assert.Contains("belongs to another data folder", _errors.ToString(), StringComparison.Ordinal);

        Assert.Equal(ExitCodes.DataUnusable, await CommandLine.RunAsync(["status", "--data", Path.Combine(_root, "first")], _errors));
        Assert.Contains("are in DynamoDB", _errors.ToString(), StringComparison.Ordinal);

        Assert.Equal(ExitCodes.Success, await CommandLine.RunAsync(["status", "--data", Path.Combine(_root, "embedded")], _errors));
        Assert.Equal(ExitCodes.DataUnusable, await RunAsync("embedded", "status"));
        Assert.Contains("holds an embedded order store", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_UnsafeOrUnknownSettings_AreToldTogetherAndNothingIsMade()
    {
        var folder = Path.Combine(_root, "never");

        var code = await CommandLine.RunAsync(
            ["status", "--data", folder, "--set", "Backend:Store=Aws", "--set", "Backend:Workflows=Aws", "--set", "Aws:ServiceUrl=http://example.test"], _errors);

        Assert.Equal(ExitCodes.BadConfiguration, code);
        Assert.Contains("Backend:Workflows: Aws is not part of this version", _errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("in clear", _errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("Aws:Region is needed", _errors.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    private Task<int> RunAsync(string folder, params string[] verb) => CommandLine.RunAsync(
        [.. verb, "--data", Path.Combine(_root, folder), "--set", "Backend:Store=Aws", "--set", $"Aws:ServiceUrl={DynamoDbLocal.Endpoint}", .. verb.Contains("--set") ? Array.Empty<string>() : ["--set", $"Aws:Table={_table}"]], _errors);

    private Task<DynamoStore> OpenAsync() => DynamoStore.OpenAsync(
        DynamoClient.Create(new() { ServiceUrl = DynamoDbLocal.Endpoint.ToString() }), new(), new() { Table = _table }, TimeProvider.System,
        Microsoft.Extensions.Logging.Abstractions.NullLogger<DynamoStore>.Instance, CancellationToken.None);

    private static string Line(int number) => $$$"""
        {"key":"k-{{{number}}}","kind":"DealVoucher","brand":"gilt-city","customer":{"name":"Dora Whitfield","email":"dora{{{number}}}@example.com"},"lines":[{"city":"Boston","offerId":"HARBOUR-2","unitId":"u-1","title":"Harbour Sail for Two","quantity":1,"unitPrice":{"minor":8900,"unit":"USD"}}],"tenders":[{"kind":"Card","token":"tok_ok","brand":"visa","last4":"4242","amount":{"minor":8900,"unit":"USD"}}]}
        """;
}
