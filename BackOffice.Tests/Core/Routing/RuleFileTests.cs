using System.CommandLine;
using BackOffice.Cli;
using BackOffice.Core.Routing;

namespace BackOffice.Tests.Core.Routing;

/// <summary>Rules in files, and the verbs that read them.</summary>
public sealed class RuleFileTests : IDisposable
{
    private const string Good = """
        {
          "description": "Dear orders that failed",
          "pattern": { "detail-type": ["Order Failed"], "detail": { "amount": [{ "numeric": [">=", 100] }] } },
          "mustMatch": { "just dear": { "detail-type": "Order Failed", "detail": { "amount": 100 } } },
          "mustNotMatch": { "cheap": { "detail-type": "Order Failed", "detail": { "amount": 99.99 } } }
        }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rules-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Parse_AGoodFile_HoldsItsExamples()
    {
        var rule = RuleFile.Parse(Patterns.Utf8(Good)).Value;

        Assert.Equal("Dear orders that failed", rule.Description);
        Assert.Equal([("just dear", true), ("cheap", false)], rule.Examples.Select(example => (example.Name, example.MustMatch)));
        Assert.Empty(rule.Failing());
    }

    [Theory]
    [InlineData("100", "99", "just dear", 1)]
    [InlineData("99.99", "100", "cheap", 1)]
    public void Failing_AnExampleThatComesOutWrong_IsNamed(string from, string to, string example, int count)
    {
        var rule = RuleFile.Parse(Patterns.Utf8(Good.Replace($"\"amount\": {from}", $"\"amount\": {to}", StringComparison.Ordinal))).Value;

        Assert.Equal((example, count), (rule.Failing().First().Name, rule.Failing().Count()));
    }

    [Theory]
    [InlineData("[]", 1, 1, "$")]
    [InlineData("{}", 1, 1, "$")]
    [InlineData("{\n \"patern\": {} }", 2, 2, "$")]
    [InlineData("{\n \"pattern\": {\"a\": \"x\"} }", 2, 19, "$.pattern.a")]
    [InlineData("{\n \"pattern\": {\n  \"a\": []} }", 3, 8, "$.pattern.a")]
    [InlineData("{ \"pattern\": {\"a\":[1]}, \"mustMatch\": [] }", 1, 25, "$")]
    [InlineData("{ \"pattern\": {\"a\":[1]},\n \"mustNotMatch\": {\"x\": 1} }", 2, 24, "$.mustNotMatch")]
    [InlineData("{ \"pattern\": {\"a\":[1]}, }", 1, 25, "$")]
    public void Parse_ABadFile_IsRefusedWithItsPlace(string text, int line, int column, string path)
    {
        var refusal = Assert.IsType<PatternRefusal>(RuleFile.Parse(Patterns.Utf8(text)).Error);

        Assert.Equal((line, column, path), (refusal.Line, refusal.Column, refusal.Path));
    }

    [Theory]
    [InlineData("""{"source":["a"]}""", """{"source":"a"}""", 0, "The event matches.")]
    [InlineData("""{"source":["A"]}""", """{"source":"a"}""", 1, "Right but for case.")]
    [InlineData("""{"source":"a"}""", """{"source":"a"}""", 2, "try: \"source\": [\"a\"]")]
    [InlineData("""{"source":["a"]}""", "not json", 2, "The event is not JSON")]
    public async Task Test_PatternAndEvent_EndsWithTheAnswer(string pattern, string json, int exitCode, string told)
    {
        var (code, text) = await RunAsync("test", "--pattern", Write("pattern.json", pattern), "--event", Write("event.json", json));

        Assert.Equal(exitCode, code);
        Assert.Contains(told, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_NoSuchFile_IsBadInput()
    {
        var (code, _) = await RunAsync("test", "--pattern", Path.Combine(_folder.FullName, "none"), "--event", Write("event.json", "{}"));

        Assert.Equal(RuleCommand.BadInput, code);
    }

    [Fact]
    public async Task Test_MalformedOr_IsReadOnlyAsAnExistingRule()
    {
        var pattern = Write("pattern.json", """{"$or":[{"prefix":"x"}]}""");
        var json = Write("event.json", """{"$or":"xy"}""");

        Assert.Equal(2, (await RunAsync("test", "--pattern", pattern, "--event", json)).Code);
        Assert.Equal(0, (await RunAsync("test", "--pattern", pattern, "--event", json, "--existing")).Code);
    }

    [Fact]
    public async Task Check_AFolder_EndsWithTheWorstOfItsFiles()
    {
        Assert.Equal(RuleCommand.BadInput, (await RunAsync("check", _folder.FullName)).Code);

        Directory.CreateDirectory(Path.Combine(_folder.FullName, "deep"));
        Write("deep/good.rule.json", Good);
        Write("ignored.json", "{");
        Assert.Equal((0, "ok      deep/good.rule.json: 2 examples, 0 wrong\n1 rules: 1 good, 0 not\n"), await RunAsync("check", _folder.FullName));

        Write("wrong.rule.json", Good.Replace("99.99", "100", StringComparison.Ordinal));
        var (code, text) = await RunAsync("check", _folder.FullName);
        Assert.Equal(1, code);
        Assert.Contains("\"cheap\" must not match:", text, StringComparison.Ordinal);

        Write("bad.rule.json", "{");
        Assert.Equal(RuleCommand.BadInput, (await RunAsync("check", _folder.FullName)).Code);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static async Task<(int Code, string Text)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        var code = await CommandLine.Build().Parse(["rule", .. args]).InvokeAsync(new InvocationConfiguration { Output = output, Error = output });
        return (code, output.ToString());
    }
}
