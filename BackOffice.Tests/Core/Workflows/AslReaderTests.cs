using BackOffice.Core.Pipeline;
using BackOffice.Core.Workflows.Asl;
using BackOffice.Core.Workflows.Definitions;

namespace BackOffice.Tests.Core.Workflows;

public sealed class AslReaderTests
{
    [Theory]
    [InlineData("{", "INVALID_JSON_DESCRIPTION", "/")]
    [InlineData("{'StartAt':'A'}", "SCHEMA_VALIDATION_FAILED", "/")]
    [InlineData("{'StartAt':'B','States':{'A':{'Type':'Succeed'}}}", "MISSING_TRANSITION_TARGET", "/StartAt")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Pass','Next':'X'}}}", "MISSING_TRANSITION_TARGET", "/States/A/Next")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Succeed'},'B':{'Type':'Succeed'}}}", "MISSING_TRANSITION_TARGET", "/States/B")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Pass'}}}", "SCHEMA_VALIDATION_FAILED", "/States/A")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Pass','End':true,'Surprise':1}}}", "SCHEMA_VALIDATION_FAILED", "/States/A/Surprise")]
    [InlineData("{'StartAt':'A','Extra':1,'States':{'A':{'Type':'Succeed'}}}", "SCHEMA_VALIDATION_FAILED", "/Extra")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Pass','InputPath':'$.a[','End':true}}}", "SCHEMA_VALIDATION_FAILED", "/States/A/InputPath")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Pass','ResultPath':'$.a[*]','End':true}}}", "SCHEMA_VALIDATION_FAILED", "/States/A/ResultPath")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Pass','Parameters':{'p':{'x.$':'nonsense'}},'End':true}}}", "SCHEMA_VALIDATION_FAILED", "/States/A/Parameters/p/x.$")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Wait','Seconds':1,'SecondsPath':'$.s','End':true}}}", "SCHEMA_VALIDATION_FAILED", "/States/A")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Choice','Choices':[{'Variable':'$.a','StringEquals':1,'Next':'A'}]}}}", "SCHEMA_VALIDATION_FAILED", "/States/A/Choices[0]/StringEquals")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Parallel','Branches':[],'End':true}}}", "UNSUPPORTED_BY_ENGINE", "/States/A/Type")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Map','End':true}}}", "UNSUPPORTED_BY_ENGINE", "/States/A/Type")]
    [InlineData("{'StartAt':'A','QueryLanguage':'JSONata','States':{'A':{'Type':'Succeed'}}}", "UNSUPPORTED_BY_ENGINE", "/QueryLanguage")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke','End':true}}}", "UNSUPPORTED_BY_ENGINE", "/States/A/Resource")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Task','Resource':'arn:aws:states:local:000000000000:activity:w','Credentials':{'RoleArn':'x'},'End':true}}}", "UNSUPPORTED_BY_ENGINE", "/States/A/Credentials")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Task','Resource':'arn:aws:states:local:000000000000:activity:w','TimeoutSeconds':5,'HeartbeatSeconds':5,'End':true}}}", "SCHEMA_VALIDATION_FAILED", "/States/A/HeartbeatSeconds")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Task','Resource':'arn:aws:states:local:000000000000:activity:w','Retry':[{'ErrorEquals':['States.ALL','x']}],'End':true}}}", "SCHEMA_VALIDATION_FAILED", "/States/A/Retry[0]/ErrorEquals")]
    public void Read_WrongDefinition_SaysWhatAndWhere(string definition, string code, string path)
    {
        var (read, problems) = AslReader.Read(definition.Replace('\'', '"'));

        Assert.Null(read);
        Assert.Contains(problems, p => p.Code == code && p.Path == path);
    }

    [Fact]
    public void Read_RequiredFieldMissing_UsesAwsWords()
    {
        var (_, problems) = AslReader.Read("""{"Comment":"x","StartAt":"State_1"}""");

        Assert.Equal("SCHEMA_VALIDATION_FAILED: These fields are required: [States] at /", problems.Single().ToString());
    }

    [Fact]
    public void ShippedDefinition_HasEveryStepOnceAndRetriesOnlyWhatMayBeRetried()
    {
        var text = ShippedDefinitions.FillIn(ShippedDefinitions.Read(ShippedDefinitions.InstantVoucher), name => $"arn:aws:states:local:000000000000:activity:{name}");

        var (definition, problems) = AslReader.Read(text);

        Assert.Empty(problems);
        var tasks = (definition ?? throw new InvalidOperationException()).States.Values.OfType<TaskState>().ToArray();
        Assert.Equal(StepNames.All.Order(), tasks.Select(t => t.Resource[(t.Resource.LastIndexOf(':') + 1)..]).Order());
        Assert.All(tasks, t => Assert.Empty(t.Catch));
        Assert.All(tasks.SelectMany(t => t.Retry).SelectMany(r => r.ErrorEquals), e => Assert.Equal(ErrorClass.Retryable, ErrorCodes.Classify(e)));
        var hold = tasks.Single(t => t.Name == "Hold for review");
        Assert.Null(hold.HeartbeatSeconds);
        Assert.Empty(hold.Retry);
        Assert.All(tasks.Where(t => t != hold), t => Assert.Equal(30, t.HeartbeatSeconds));
    }
}
