using BackOffice.Core.Pipeline;
using BackOffice.Core.Workflows.Asl;
using BackOffice.Core.Workflows.Definitions;

namespace BackOffice.Tests.Core.Workflows;

public sealed class AslReaderTests
{
    [Theory]
    [InlineData("{", "INVALID_JSON_DESCRIPTION", null, "depth")]
    [InlineData("  ", "MISSING_DESCRIPTION", null, "empty")]
    [InlineData("{'StartAt':'A'}", "SCHEMA_VALIDATION_FAILED", "/", "These fields are required: [States]")]
    [InlineData("{'StartAt':'B','States':{'A':{'Type':'Succeed'}}}", "MISSING_TRANSITION_TARGET", "/StartAt", "Missing 'Next' target: B")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Pass','Next':'X'}}}", "MISSING_TRANSITION_TARGET", "/States/A/Next", "Missing 'Next' target: X")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Pass','Next':'A'}}}", "MISSING_END_STATE", null, "Workflow has no terminal state")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Succeed'},'B':{'Type':'Succeed'}}}", "MISSING_TRANSITION_TARGET", "/States/B", "State \"B\" is not reachable.")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Pass'}}}", "SCHEMA_VALIDATION_FAILED", "/States/A", "[Next, End]")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Pass','End':true,'Surprise':1}}}", "SCHEMA_VALIDATION_FAILED", "/States/A", "Field 'Surprise' is not supported")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Map','TimeoutSeconds':1,'ItemProcessor':{'StartAt':'I','States':{'I':{'Type':'Succeed'}}},'End':true}}}", "SCHEMA_VALIDATION_FAILED", "/States/A", "Field 'TimeoutSeconds' is not supported")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Pass','Output':1,'End':true}}}", "SCHEMA_VALIDATION_FAILED", "/States/A", "The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage")]
    [InlineData("{'StartAt':'A','Extra':1,'States':{'A':{'Type':'Succeed'}}}", "SCHEMA_VALIDATION_FAILED", "/", "Field 'Extra' is not supported")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Pass','InputPath':'$.a[','End':true}}}", "SCHEMA_VALIDATION_FAILED", "/States/A/InputPath", "not a Path")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Pass','ResultPath':'$.a[*]','End':true}}}", "SCHEMA_VALIDATION_FAILED", "/States/A/ResultPath", "not a Reference Path")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Pass','Parameters':{'p':{'x.$':'nonsense'}},'End':true}}}", "SCHEMA_VALIDATION_FAILED", "/States/A/Parameters/p/x.$", "The value for the field 'x.$' must be a valid JSONPath or a valid intrinsic function call")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Pass','Parameters':{'x':1,'x.$':'$.y'},'End':true}}}", "SCHEMA_VALIDATION_FAILED", "/States/A/Parameters/x.$", "twice")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Wait','Seconds':1,'SecondsPath':'$.s','End':true}}}", "SCHEMA_VALIDATION_FAILED", "/States/A", "Exactly one")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Choice','Choices':[{'Variable':'$.a','StringEquals':1,'Next':'A'}]}}}", "SCHEMA_VALIDATION_FAILED", "/States/A/Choices[0]/StringEquals", "type")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Parallel','Branches':[],'End':true}}}", "SCHEMA_VALIDATION_FAILED", "/States/A/Branches", "Value cannot be empty")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Map','End':true}}}", "SCHEMA_VALIDATION_FAILED", "/States/A", "[ItemProcessor]")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Map','End':true,'ItemProcessor':{'StartAt':'B','States':{'A':{'Type':'Succeed'}}}}}}", "DUPLICATE_STATE_NAME", "/States/A/ItemProcessor/States/A", "more than once")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Map','End':true,'ItemProcessor':{'StartAt':'B','States':{'B':{'Type':'Pass','Next':'C'}}}},'C':{'Type':'Succeed'}}}", "MISSING_TRANSITION_TARGET", "/States/A/ItemProcessor/States/B/Next", "Missing 'Next' target: C")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Map','ToleratedFailurePercentage':101,'End':true}}}", "SCHEMA_VALIDATION_FAILED", "/States/A/ToleratedFailurePercentage", "from 0 to 100")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Nothing','End':true}}}", "SCHEMA_VALIDATION_FAILED", "/States/A/Type", "The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map]")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Task','Resource':'arn:aws:states:local:000000000000:activity:w','TimeoutSeconds':5,'HeartbeatSeconds':5,'End':true}}}", "SCHEMA_VALIDATION_FAILED", "/States/A/HeartbeatSeconds", "smaller")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Task','Resource':'arn:aws:states:local:000000000000:activity:w','Retry':[{'ErrorEquals':['States.ALL','x']}],'End':true}}}", "SCHEMA_VALIDATION_FAILED", "/States/A/Retry[0]/ErrorEquals", "alone")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Task','Resource':'arn:aws:states:local:000000000000:activity:w','Retry':[{'ErrorEquals':['States.ALL']},{'ErrorEquals':['x']}],'End':true}}}", "SCHEMA_VALIDATION_FAILED", "/States/A/Retry[0]/ErrorEquals", "last")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Task','Resource':'work','End':true}}}", "SCHEMA_VALIDATION_FAILED", "/States/A/Resource", "Value is not a valid resource ARN")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Pass','Assign':{'states':1},'End':true}}}", "SCHEMA_VALIDATION_FAILED", "/States/A/Assign/states", "variable name")]
    [InlineData("{'StartAt':'A','QueryLanguage':'JSONata','States':{'A':{'Type':'Pass','QueryLanguage':'JSONPath','End':true}}}", "SCHEMA_VALIDATION_FAILED", "/States/A", "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine")]
    public void Read_WrongDefinition_SaysWhatAndWhereInAwsWords(string definition, string code, string? path, string message)
    {
        var (read, problems) = AslReader.Read(definition.Replace('\'', '"'));

        Assert.Null(read);
        Assert.Contains(problems, p => p.Code == code && p.Path == path && p.Message.Contains(message, StringComparison.Ordinal) && p.Severity == DiagnosticSeverity.Error);
    }

    [Theory]
    [InlineData("{'StartAt':'A','QueryLanguage':'JSONata','States':{'A':{'Type':'Succeed'}}}", "/QueryLanguage", "JSONata")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Pass','QueryLanguage':'JSONata','Output':'{% 1 %}','End':true}}}", "/States/A/QueryLanguage", "JSONata")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Task','Resource':'arn:aws:states:local:000000000000:activity:w','Credentials':{'RoleArn':'x'},'End':true}}}", "/States/A/Credentials", "Credentials")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Task','Resource':'arn:aws:states:::sqs:sendMessage','End':true}}}", "/States/A/Resource", "is not recognized")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Task','Resource':'arn:aws:states:::aws-sdk:dynamodb:putItem','End':true}}}", "/States/A/Resource", "is not recognized")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke','End':true}}}", "/States/A/Parameters", "FunctionName")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Map','End':true,'ItemProcessor':{'ProcessorConfig':{'Mode':'DISTRIBUTED'},'StartAt':'B','States':{'B':{'Type':'Succeed'}}}}}}", "/States/A/ItemProcessor/ProcessorConfig/Mode", "DISTRIBUTED")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Map','End':true,'ItemReader':{},'ItemProcessor':{'StartAt':'B','States':{'B':{'Type':'Succeed'}}}}}}", "/States/A/ItemReader", "DISTRIBUTED")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke','Parameters':{'FunctionName':'f','InvocationType':'Event'},'End':true}}}", "/States/A/Parameters/InvocationType", "lambda:invoke")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Succeed','Parameters':{}}}}", "/States/A/Parameters", "means nothing")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Pass','Parameters':{'x.$':'States.Xyz($.a)'},'End':true}}}", "/States/A/Parameters/x.$", "States.Xyz")]
    public void Read_ValidButNotRunHere_IsRefusedWithTheReasonAndNoError(string definition, string path, string message)
    {
        var (read, problems) = AslReader.Read(definition.Replace('\'', '"'));

        Assert.Null(read);
        Assert.DoesNotContain(problems, p => p.Severity == DiagnosticSeverity.Error);
        Assert.Contains(problems, p => p.Path == path && p.Message.Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Pass','Parameters':{'x':'$.a'},'End':true}}}", "NO_DOLLAR", "/States/A/Parameters/x")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Fail','Error':'$.a'}}}", "NO_PATH", "/States/A/Error")]
    [InlineData("{'StartAt':'A','States':{'A':{'Type':'Pass','Result':{'x.$':'$.a'},'End':true}}}", "PASS_RESULT_IS_STATIC", "/States/A/Result")]
    public void Read_ProbablyNotMeant_IsReadAndWarnedOf(string definition, string code, string path)
    {
        var (read, problems) = AslReader.Read(definition.Replace('\'', '"'));

        Assert.NotNull(read);
        Assert.Equal((code, path, DiagnosticSeverity.Warning), (problems.Single().Code, problems.Single().Path, problems.Single().Severity));
    }

    [Fact]
    public void Validate_ProblemInALaterLine_GivesLineAndColumn()
    {
        const string Definition = """
            {
              "StartAt": "Über",
              "States": { "Über": { "Type": "Pass",
                "ResultPath": "$.a[*]", "End": true } }
            }
            """;

        var problem = AslValidator.Validate(Definition).Single();

        Assert.Equal(("/States/Über/ResultPath", 4, 5), (problem.Path, problem.Line, problem.Column));
    }

    [Fact]
    public void Validate_NotJson_GivesLineAndColumn()
    {
        var problem = AslValidator.Validate("{\n  \"StartAt\": ,\n}").Single();

        Assert.Equal(("INVALID_JSON_DESCRIPTION", 2, 14), (problem.Code, problem.Line, problem.Column));
    }

    [Fact]
    public void Validate_SameStateTwiceInOneObject_IsDuplicateStateName()
    {
        var problems = AslValidator.Validate("""{"StartAt":"A","States":{"A":{"Type":"Succeed"},"A":{"Type":"Succeed"}}}""");

        Assert.Equal(("DUPLICATE_STATE_NAME", "/States/A"), (problems.Single().Code, problems.Single().Path));
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
        Assert.Equal(StepNames.All.Order(), tasks.Select(t => t.Resource.Handler).Order());
        Assert.All(tasks, t => Assert.Empty(t.Catch));
        Assert.All(tasks.SelectMany(t => t.Retry).SelectMany(r => r.ErrorEquals), e => Assert.Equal(ErrorClass.Retryable, ErrorCodes.Classify(e)));
        var hold = tasks.Single(t => t.Name == "Hold for review");
        Assert.Null(hold.HeartbeatSeconds);
        Assert.Empty(hold.Retry);
        Assert.All(tasks.Where(t => t != hold), t => Assert.Equal(30, t.HeartbeatSeconds));
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(11, false)]
    [InlineData(50_000, false)]
    public void Validate_IntrinsicsNested_AreTakenToTenDeep(int depth, bool taken)
    {
        var call = string.Concat(Enumerable.Repeat("States.Array(", depth)) + "1" + new string(')', depth);

        var problems = AslValidator.Validate("{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"Parameters\":{\"x.$\":\"" + call + "\"},\"End\":true}}}");

        Assert.Equal(taken, problems.Count == 0);
    }
}
