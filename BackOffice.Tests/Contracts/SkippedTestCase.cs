using Xunit.Abstractions;
using Xunit.Sdk;

namespace BackOffice.Tests.Contracts;

/// <summary>A test that is there and does not run.</summary>
public sealed class SkippedTestCase : XunitTestCase
{
    private string _why = "";

    [Obsolete("For xunit, when it brings a test case from another process.")]
    public SkippedTestCase()
    {
    }

    public SkippedTestCase(IMessageSink sink, ITestFrameworkDiscoveryOptions options, ITestMethod method, string why)
        : base(sink, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method) => _why = why;

    public override void Serialize(IXunitSerializationInfo data)
    {
        base.Serialize(data);
        data.AddValue("why", _why);
    }

    public override void Deserialize(IXunitSerializationInfo data)
    {
        _why = data.GetValue<string>("why");
        base.Deserialize(data);
    }

    protected override string GetSkipReason(IAttributeInfo factAttribute) => _why;
}
