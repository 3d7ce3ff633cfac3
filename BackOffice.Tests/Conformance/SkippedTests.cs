namespace BackOffice.Tests.Conformance;

[Trait("Category", "Conformance")]
public sealed class SkippedTests
{
    [CorpusFact("asl-executions.jsonl")]
    public void List_EachLine_NamesARowOfACorpusAndGivesAReason()
    {
        string[] corpora = ["asl-executions.jsonl", "asl-rejected.jsonl", "asl-teststate.jsonl", "asl-validity.jsonl"];
        var rows = corpora.Where(c => Corpora.Find(c) is not null)
            .SelectMany(Corpora.Rows)
            .Select(row => row.GetProperty("id").GetString() ?? "")
            .ToHashSet(StringComparer.Ordinal);

        Assert.Empty(Skipped.Ids.Except(rows));
        Assert.All(Skipped.Ids, id => Assert.False(string.IsNullOrWhiteSpace(Skipped.Reason(id))));
    }
}
