# syntax=docker/dockerfile:1
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
COPY . .
RUN dotnet publish BackOffice -c Release -o /app -p:RestoreLockedMode=true

# Chiseled: no shell, no package manager, a user that is not root. Extra: it has ICU and time zones, which money and times need.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra
WORKDIR /app
COPY --from=build /app .
# The diagnostics socket would need a writable temp folder, and nobody uses it here.
ENV DOTNET_EnableDiagnostics=0 \
    ASPNETCORE_HTTP_PORTS= \
    ASPNETCORE_URLS=http://+:8080
# Needed to start: SignIn__Authority, SignIn__ClientId, SignIn__ClientSecret, SignIn__Groups__<group>=<role>, AllowedHosts.
# The volume must belong to the user of the image (uid 1654).
VOLUME /data
EXPOSE 8080
USER $APP_UID
ENTRYPOINT ["dotnet", "BackOffice.dll", "--data", "/data"]
