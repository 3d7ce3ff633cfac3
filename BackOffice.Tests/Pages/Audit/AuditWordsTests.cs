using System.Reflection;
using BackOffice.Components.Shared;
using BackOffice.Core.Audit;

namespace BackOffice.Tests.Pages.Audit;

public sealed class AuditWordsTests
{
    public static TheoryData<string> Actions =>
        [.. typeof(AuditActions).GetFields(BindingFlags.Public | BindingFlags.Static).Select(action => action.GetRawConstantValue() as string ?? throw new InvalidOperationException(action.Name))];

    /// <summary>"Viktor Saltmarsh rule saved." is no sentence.</summary>
    [Theory]
    [MemberData(nameof(Actions))]
    public void Act_OfEveryAction_IsWordsAndNotItsName(string action) => Assert.NotEqual(action.Replace('.', ' ').Replace('-', ' '), AuditWords.Act(action));
}
