using Xunit.Abstractions;
using Xunit.Sdk;

namespace BackOffice.Tests.Contracts;

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
