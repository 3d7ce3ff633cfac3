#if DEBUG
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BackOffice.Cli;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders.Export;
using BackOffice.Hosting;
using BackOffice.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace BackOffice.Tests.Http;

[Collection(HttpCollection.Name)]
public sealed class ViewAndExportTests(HttpLab lab)
{
    private static readonly string[] s_person = ["Dora", "Whitfield", "example.com"];

    [Fact]
    public async Task Views_SavedListedChangedAndDeleted()
    {
        using var client = await lab.ClientAsync("orders:read");

        using var saved = await client.PutAsync("api/views/http-v1", HttpLab.Json("""{"commandId":"hv-1","expectedVersion":0,"name":"Boston","query":"city:Boston sort:changed"}"""));
        using var changed = await client.PutAsync("api/views/http-v1", HttpLab.Json("""{"commandId":"hv-2","expectedVersion":1,"name":"Boston, oldest","query":"city:Boston sort:oldest"}"""));
        using var stale = await client.PutAsync("api/views/http-v1", HttpLab.Json("""{"commandId":"hv-3","expectedVersion":1,"name":"x","query":""}"""));
        using var listed = JsonDocument.Parse(await client.GetStringAsync("api/views"));
        using var deleted = await client.DeleteAsync("api/views/http-v1?commandId=hv-4&expectedVersion=2");
        using var gone = await client.DeleteAsync("api/views/http-v1?commandId=hv-5&expectedVersion=2");

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.NoContent, HttpStatusCode.NotFound],
            new[] { saved, changed, stale, deleted, gone }.Select(answer => answer.StatusCode));
        var view = listed.RootElement.GetProperty("items").EnumerateArray().Single(item => item.GetProperty("id").GetString() == "http-v1");
        Assert.Equal(("Boston, oldest", "oldest", "private", 2, false), (view.GetProperty("name").GetString(), view.GetProperty("sort").GetString(), view.GetProperty("audience").GetString(), view.GetProperty("version").GetInt32(), view.GetProperty("builtIn").GetBoolean()));
        Assert.Contains(listed.RootElement.GetProperty("items").EnumerateArray(), item => item.GetProperty("query").GetString() == "status:person");
    }

    [Fact]
    public async Task Views_ForEveryone_NeedTheScope()
    {
        using var reader = await lab.ClientAsync("orders:read");
        using var sharer = await lab.ClientAsync("orders:read", "views:share");
        const string body = """{"commandId":"hs-1","expectedVersion":0,"name":"Shared by HTTP","query":"status:held","audience":"everyone"}""";

        using var refused = await reader.PutAsync("api/views/http-s1", HttpLab.Json(body));
        using var shared = await sharer.PutAsync("api/views/http-s1", HttpLab.Json(body));

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (refused.StatusCode, shared.StatusCode));
        using var problem = await HttpLab.JsonAsync(refused);
        Assert.Equal("views:share", problem.RootElement.GetProperty("permission").GetString());
    }

    [Fact]
    public async Task Views_EmptyBody_NamesEveryMissingField()
    {
        using var client = await lab.ClientAsync("orders:read");

        using var answer = await client.PutAsync("api/views/http-v2", HttpLab.Json("""{"audience":"friends"}"""));

        using var problem = await HttpLab.JsonAsync(answer);
        Assert.Equal(["#/name", "#/audience", "#/commandId", "#/expectedVersion"], problem.RootElement.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("pointer").GetString()));
    }

    [Theory]
    [InlineData("csv", "text/csv")]
    [InlineData("jsonl", "application/x-ndjson")]
    public async Task Export_OfAQuery_IsWholeMaskedAndInTheAuditLogWithItsHash(string format, string type)
    {
        using var client = await lab.ClientAsync("orders:write", "orders:read", "audit:read");
        using var placed = await HttpLab.PlaceAsync(client, "export-" + format, HttpLab.Order());

        using var answer = await client.GetAsync($"api/orders/export?query=city:boston&format={format}&zone=America/New_York");
        var bytes = await answer.Content.ReadAsByteArrayAsync();

        Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
        var text = Encoding.UTF8.GetString(bytes);
        Assert.Contains((await HttpLab.JsonAsync(placed)).RootElement.GetProperty("id").GetString() ?? "?", text, StringComparison.Ordinal);
        foreach (var secret in s_person)
            Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
        var end = ExportPart.EndOf(text, Enum.Parse<ExportFormat>(format, ignoreCase: true));
        Assert.Equal(text.Split('\n').Length - (format == "csv" ? 3 : 2), end?.Rows);
        var audit = await client.GetStringAsync("api/audit?action=export.finished&limit=5");
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(bytes)), audit, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("query=statsu:x&zone=Nowhere&format=xml", HttpStatusCode.BadRequest)]
    [InlineData("query=statsu:x", HttpStatusCode.BadRequest)]
    [InlineData("inClear=true&reason=x", HttpStatusCode.Forbidden)]
    public async Task Export_Wrong_IsRefusedBeforeAnythingIsSent(string parameters, HttpStatusCode expected)
    {
        using var client = await lab.ClientAsync("orders:read");

        using var answer = await client.GetAsync("api/orders/export?" + parameters);

        Assert.Equal((expected, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task Export_InClear_WithTheScope_HasThePeopleInIt()
    {
        using var client = await lab.ClientAsync("orders:write", "orders:read", "customers:export");
        using var placed = await HttpLab.PlaceAsync(client, "export-clear", HttpLab.Order());

        var text = await client.GetStringAsync("api/orders/export?inClear=true&reason=A+test");

        Assert.Contains("dora.whitfield@example.com", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CommandLine_Export_WritesAWholeFile_AndReplacesNoneUnasked()
    {
        using var client = await lab.ClientAsync("orders:write");
        using var placed = await HttpLab.PlaceAsync(client, "export-cli", HttpLab.Order());
        var file = Path.Combine(lab.Data, "export-test.csv");

        Assert.Equal(ExitCodes.Success, await RunAsync("export", "--query", "city:boston", "--out", file, "--data", lab.Data));
        var first = await File.ReadAllTextAsync(file);
        Assert.Equal(ExitCodes.Usage, await RunAsync("export", "--query", "city:nowhere", "--out", file, "--data", lab.Data));
        Assert.Equal(first, await File.ReadAllTextAsync(file));
        Assert.Equal(ExitCodes.Success, await RunAsync("export", "--query", "city:nowhere", "--out", file, "--format", "jsonl", "--force", "--data", lab.Data));

        Assert.Equal("""{"end":{"rows":0,"cut":false}}""" + "\n", await File.ReadAllTextAsync(file));
        Assert.NotNull(ExportPart.EndOf(first, ExportFormat.Csv));
        Assert.False(File.Exists(file + ".part"));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task CommandLine_MoreOrdersThanTheLimit_SaysSoWithItsExitCode()
    {
        var data = Path.Combine(Path.GetTempPath(), "bo-export-" + Guid.NewGuid().ToString("N")[..8]);
        var (orders, file) = (data + ".jsonl", data + ".csv");
        try
        {
            await File.WriteAllLinesAsync(orders, Enumerable.Range(1, 3).Select(number => $"{{\"key\":\"cut-{number}\"," + HttpLab.Order().ReplaceLineEndings("")[1..]));
            Assert.Equal(ExitCodes.Success, await RunAsync("import", orders, "--data", data));

            Assert.Equal(ExitCodes.ExportCut, await RunAsync("export", "--out", file, "--data", data, "--set", "Export:MaxRows=2"));
            Assert.Equal((2L, true), ExportPart.EndOf(await File.ReadAllTextAsync(file), ExportFormat.Csv));
            Assert.Equal(ExitCodes.Success, await RunAsync("export", "--out", file, "--force", "--data", data, "--set", "Export:MaxRows=3"));
            Assert.Equal(ExitCodes.BadConfiguration, await RunAsync("export", "--out", file, "--force", "--data", data, "--set", "Export:MaxRows=0"));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
            File.Delete(orders);
            File.Delete(file);
        }
    }

    [Fact]
    public async Task CommandLine_ExportWithABadQuery_IsRefusedAndLeavesNothing()
    {
        var file = Path.Combine(lab.Data, "export-refused.csv");

        Assert.Equal(ExitCodes.Refused, await RunAsync("export", "--query", "statsu:x", "--out", file, "--data", lab.Data));

        Assert.Empty(Directory.GetFiles(lab.Data, "export-refused*"));
    }

    [Fact]
    public async Task Download_ByItsMaker_IsTheFile_AndNobodyElses()
    {
        var maker = new Actor($"{new Uri(lab.Origin, "trial")}|ines-marlow", "Ines Marlow", ActorKind.Person, RolePermissions.Of(Role.Operations));
        var command = new ExportOrders(Guid.NewGuid().ToString("N"), "", TimeZoneInfo.Utc, ExportFormat.Csv);
        var made = await lab.Services.GetRequiredService<IExportFiles>().MakeAsync(command, new Progress<ExportProgress>(), maker, default);
        Assert.True(made.IsSuccess, made.Error?.Message);
        using var ines = lab.Browser();
        using var ama = lab.Browser();
        using var nobody = lab.Browser();
        using var signedIn = await lab.SignInAsync(ines, "ines-marlow");
        using var alsoSignedIn = await lab.SignInAsync(ama, "ama-kestrel");

        using var hers = await ines.GetAsync("/exports/" + command.ExportId);
        using var others = await ama.GetAsync("/exports/" + command.ExportId);
        using var anonymous = await nobody.GetAsync("/exports/" + command.ExportId);

        Assert.Equal(HttpStatusCode.OK, hers.StatusCode);
        Assert.Equal((await File.ReadAllBytesAsync(made.Value.Path)).Length, (await hers.Content.ReadAsByteArrayAsync()).Length);
        Assert.Equal(made.Value.Name, hers.Content.Headers.ContentDisposition?.FileName);
        Assert.Contains("no-store", hers.Headers.CacheControl?.ToString() ?? "", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, others.StatusCode);
        Assert.Equal(HttpStatusCode.Found, anonymous.StatusCode);
        Assert.Equal(Path.Combine(lab.Data, "exports"), Path.GetDirectoryName(made.Value.Path));
    }

    private static Task<int> RunAsync(params string[] args) => CommandLine.RunAsync(args, TextWriter.Null);
}
#endif
