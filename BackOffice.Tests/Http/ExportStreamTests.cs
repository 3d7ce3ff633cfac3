using BackOffice.Api;
using BackOffice.Cli;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Export;
using BackOffice.Tests.Core.Export;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BackOffice.Tests.Http;

/// <summary>What a reader sees of an export that does not end well; over a real connection.</summary>
public sealed class ExportStreamTests
{
    [Fact]
    public async Task Stream_ThatFailsInTheMiddle_IsBrokenOff_NotEnded()
    {
        var lab = new ExportFixture();
        var (first, second) = (lab.Orders.Search.Later(), lab.Orders.Search.Later());
        first.SetResult(new Page<OrderHead>([ExportFixture.Order(1)], "on"));
        await using var app = await StartAsync(lab);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        using var answer = await client.GetAsync("/api/orders/export", HttpCompletionOption.ResponseHeadersRead);
        await using var body = await answer.Content.ReadAsStreamAsync();
        Assert.NotEqual(0, await body.ReadAsync(new byte[16]));
        second.SetResult(new Unavailable("store.away", "The store does not answer."));

        var broken = await Record.ExceptionAsync(() => body.CopyToAsync(Stream.Null));

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.IsAssignableFrom<IOException>(broken);
    }

    [Fact]
    public async Task Stream_ThatFailsBeforeItsFirstPage_IsAProblemAndNoFile()
    {
        var lab = new ExportFixture();
        lab.Orders.Search.Always(new Unavailable("store.away", "The store does not answer."));
        await using var app = await StartAsync(lab);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        using var answer = await client.GetAsync("/api/orders/export");

        Assert.Equal((503, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Null(answer.Content.Headers.ContentDisposition);
    }

    [Fact]
    public async Task Receive_StreamWithoutItsLastLine_IsNotWhole()
    {
        var path = Path.Combine(Path.GetTempPath(), "bo-part-" + Guid.NewGuid().ToString("N")[..8]);
        var lab = new ExportFixture();
        lab.Holds(300);
        var (summary, file) = await lab.WriteAsync(ExportFixture.Command());
        try
        {
            var whole = await ExportPart.ReceiveAsync(new MemoryStream(file), path, ExportFormat.Csv, default);

            Assert.Equal(new ExportEnd(300, false, summary.Sha256), whole);
            Assert.Equal(file, await File.ReadAllBytesAsync(path));
            foreach (var cut in new[] { 1, 2, 40, file.Length / 2, file.Length - 3, file.Length })
                Assert.Null(await ExportPart.ReceiveAsync(new MemoryStream(file[..^cut]), path, ExportFormat.Csv, default));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("{\"end\":{\"rows\":3,\"cut\":true}}\n", 3L, true)]
    [InlineData("{\"order\":\"GC-1\"}\n{\"end\":{\"rows\":1,\"cut\":false}}\n", 1L, false)]
    [InlineData("{\"end\":{\"rows\":3,\"cut\":true}}", null, false)]
    [InlineData("{\"end\":{\"rows\":3}}\n", null, false)]
    [InlineData("{\"order\":\"GC-1\"}\n", null, false)]
    [InlineData("[1]\n", null, false)]
    [InlineData("", null, false)]
    public void EndOf_JsonLines_IsTheLastLineAlone(string text, long? rows, bool cut)
    {
        var end = ExportPart.EndOf(text, ExportFormat.Jsonl);

        Assert.Equal(rows, end?.Rows);
        Assert.Equal(cut, end?.IsCut ?? false);
    }

    private static async Task<WebApplication> StartAsync(ExportFixture lab)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<IOrderExports>(new AsOperations(lab.Exports));
        builder.Services.AddSingleton<TimeProvider>(lab.Clock);
        var app = builder.Build();
        ExportEndpoint.Map(app.MapGroup("/api"));
        await app.StartAsync();
        return app;
    }

    /// <summary>Nobody is signed in here: the command is given as somebody who may.</summary>
    private sealed class AsOperations(IOrderExports exports) : IOrderExports
    {
        public Task<Result<OpenExport>> BeginAsync(ExportOrders command, Actor actor, CancellationToken cancellationToken) =>
            exports.BeginAsync(command, ExportFixture.Operations, cancellationToken);
    }
}
