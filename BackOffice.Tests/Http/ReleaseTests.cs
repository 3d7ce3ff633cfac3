using System.Diagnostics;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Http;

/// <summary>What is shipped has no trial sign-in in it. Slow: it publishes.</summary>
[Trait("Category", "Release")]
public sealed class ReleaseTests
{
    [Fact]
    public async Task Publish_Release_HoldsNoTrialSignIn()
    {
        var output = Path.Combine(Path.GetTempPath(), "bo-publish-" + Guid.NewGuid().ToString("N")[..8]);
        try
        {
            var start = new ProcessStartInfo("dotnet", ["publish", "BackOffice", "-c", "Release", "-o", output, "--nologo", "-v", "q"])
            {
                WorkingDirectory = Repository.Root, RedirectStandardOutput = true,
            };
            using var publish = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
            var said = await publish.StandardOutput.ReadToEndAsync();
            await publish.WaitForExitAsync();

            Assert.True(publish.ExitCode == 0, said);
            var files = Directory.GetFiles(output, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(output, file)).ToList();
            Assert.Contains("BackOffice.dll", files);
            Assert.Contains("appsettings.json", files);
            Assert.Contains(Path.Combine("pt-BR", "BackOffice.resources.dll"), files);
            Assert.DoesNotContain(files, file => file.Contains("OpenIddict", StringComparison.OrdinalIgnoreCase) || file.Contains("EntityFrameworkCore", StringComparison.OrdinalIgnoreCase));
            var program = await File.ReadAllBytesAsync(Path.Combine(output, "BackOffice.dll"));
            foreach (var word in new[] { "OpenIddict", "TrialSecrets", "Ama Kestrel" })
            {
                Assert.True(program.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(word)) < 0, $"{word} is in the Release build");
                Assert.True(program.AsSpan().IndexOf(System.Text.Encoding.Unicode.GetBytes(word)) < 0, $"{word} is in the Release build");
            }
        }
        finally
        {
            if (Directory.Exists(output))
                Directory.Delete(output, recursive: true);
        }
    }
}
