using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace BackOffice.Api;

/// <summary>What the generated OpenAPI document cannot know by itself.</summary>
internal static class ApiDocument
{
    /// <summary>
    /// Lets an endpoint answer a wrong content type itself: the router's own answer to it is an endpoint without our policies. Left out of the document.
    /// </summary>
    public const string AnyType = "*/*";

    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "BackOffice",
                Version = "v1",
                Description = "Orders, their executions, the rollout and the audit log. Tokens come from the identity provider (client credentials); each scope has "
                    + "the permission's name, such as orders:write. Errors are RFC 9457 problem details. The body of POST /api/orders is described by /schemas/order.schema.json.",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT" };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", document)] = [] }];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            foreach (var query in context.Description.ActionDescriptor.EndpointMetadata.OfType<QueryParameters>().SelectMany(list => list.Names))
            {
                operation.Parameters ??= [];
                operation.Parameters.Add(new OpenApiParameter { Name = query, In = ParameterLocation.Query, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
            }

            operation.RequestBody?.Content?.Remove(AnyType);
            return Task.CompletedTask;
        });
    }

    /// <summary>Names the query parameters that an endpoint reads itself.</summary>
    public static TBuilder WithQuery<TBuilder>(this TBuilder builder, params string[] names)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new QueryParameters(names));

    private sealed record QueryParameters(IReadOnlyList<string> Names);
}
