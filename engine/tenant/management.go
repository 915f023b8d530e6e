package tenant

// managementScopes lists every scope of the Management API.
func managementScopes() []string {
	return []string{"read:users"}
}
