using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.EventBridge.Internal;

/// <summary>A POST to the root whose header names the operation.</summary>
internal sealed class RequestWriter<T>(string operation, JsonTypeInfo<T> type) : IMarshaller<IRequest, AmazonWebServiceRequest>
    where T : AmazonWebServiceRequest
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = new DefaultRequest(input, "Amazon.EventBridge") { HttpMethod = "POST", ResourcePath = "/", Content = JsonSerializer.SerializeToUtf8Bytes((T)input, type) };
        request.Headers["X-Amz-Target"] = "AWSEvents." + operation;
        request.Headers["Content-Type"] = "application/x-amz-json-1.1";
        return request;
    }
}
