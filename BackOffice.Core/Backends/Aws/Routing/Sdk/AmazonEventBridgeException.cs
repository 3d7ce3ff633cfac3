using System.Net;
using Amazon.Runtime;

namespace Amazon.EventBridge;

/// <summary>What EventBridge refused; <see cref="AmazonServiceException.ErrorCode"/> says why.</summary>
internal sealed class AmazonEventBridgeException(string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
    : AmazonServiceException(message, innerException, errorType, errorCode, requestId, statusCode);
