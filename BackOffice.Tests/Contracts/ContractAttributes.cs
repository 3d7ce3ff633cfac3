using Xunit.Abstractions;
using Xunit.Sdk;

namespace BackOffice.Tests.Contracts;

/// <summary>A test of a contract: it runs on every backend, and is skipped with the reason where a backend's class says that it needs something that is not here.</summary>
[XunitTestCaseDiscoverer("BackOffice.Tests.Contracts.ContractFactDiscoverer", "BackOffice.Tests")]
public sealed class ContractFactAttribute : FactAttribute;

/// <inheritdoc cref="ContractFactAttribute"/>
[XunitTestCaseDiscoverer("BackOffice.Tests.Contracts.ContractTheoryDiscoverer", "BackOffice.Tests")]
public sealed class ContractTheoryAttribute : TheoryAttribute;

/// <summary>Of a backend's test class: what its tests cannot run without.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class NeedsAttribute : Attribute
{
    /// <summary>Null when it is here.</summary>
    public abstract string? WhyNot { get; }

    internal static string? WhyNotOf(ITestMethod method) =>
        method.TestClass.Class.ToRuntimeType()?.GetCustomAttributes(typeof(NeedsAttribute), inherit: true).Cast<NeedsAttribute>().Select(needs => needs.WhyNot).FirstOrDefault(why => why is not null);
}

public sealed class ContractFactDiscoverer(IMessageSink sink) : FactDiscoverer(sink)
{
    protected override IXunitTestCase CreateTestCase(ITestFrameworkDiscoveryOptions options, ITestMethod method, IAttributeInfo attribute) =>
        NeedsAttribute.WhyNotOf(method) is { } why ? new SkippedTestCase(DiagnosticMessageSink, options, method, why) : base.CreateTestCase(options, method, attribute);
}

public sealed class ContractTheoryDiscoverer(IMessageSink sink) : TheoryDiscoverer(sink)
{
    public override IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions options, ITestMethod method, IAttributeInfo attribute) =>
        NeedsAttribute.WhyNotOf(method) is { } why ? [new SkippedTestCase(DiagnosticMessageSink, options, method, why)] : base.Discover(options, method, attribute);
}

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
